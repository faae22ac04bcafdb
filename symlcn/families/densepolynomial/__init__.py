"""Fully connected networks with monomial activations."""
