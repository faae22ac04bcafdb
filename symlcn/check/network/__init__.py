"""Architectures, filters, scalings and NTKs for the checker."""
