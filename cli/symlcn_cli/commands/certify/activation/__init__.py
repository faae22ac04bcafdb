"""Answers about general polynomial activations, and biases."""
