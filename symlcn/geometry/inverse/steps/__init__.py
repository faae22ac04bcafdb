"""Filters as kernels of matrices, step by step."""
