"""Smooth and singular end-to-end filters, and ranks of the Jacobian."""
