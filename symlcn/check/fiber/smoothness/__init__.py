"""Checking smooth and singular points, and ranks of the Jacobian."""
