"""Counterexamples of networks with monomial activations."""
