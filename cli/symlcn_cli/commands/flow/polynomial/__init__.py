"""Gradient flows with activations in words, and drawn."""
