"""Metrics of networks with monomial activations."""
