"""The filters of a network with activations by coefficients of its function."""
