"""Equations of networks with activations."""
