"""Architectures, filters, scalings, NTKs, and how they are written."""
