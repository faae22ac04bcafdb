"""Checking filters that are kernels of matrices."""
