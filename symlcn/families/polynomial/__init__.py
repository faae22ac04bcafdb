"""Networks with monomial activations x ↦ x^r between layers."""
