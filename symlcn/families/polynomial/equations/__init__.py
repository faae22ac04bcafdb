"""Equations of the functions of networks with activations."""
