"""The words and the formulas of an inverse of a network with activations."""
