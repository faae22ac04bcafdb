"""``counterexample`` for networks with monomial activations."""
