"""Kinds of the square loss."""
