"""Strata of networks with activations."""
