"""Fully connected linear networks."""
