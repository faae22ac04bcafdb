"""The words and the formula of a fiber of a network with activations."""
