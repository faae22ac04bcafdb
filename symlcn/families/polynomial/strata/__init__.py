"""The singular points of neuromanifolds of networks with activations."""
