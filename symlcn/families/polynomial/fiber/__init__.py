"""Fibers of networks with monomial activations: all parameters of one function."""
