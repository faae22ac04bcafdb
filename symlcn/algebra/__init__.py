"""Exact algebra: polynomials, matrices, roots and fields, and what is irreducible."""
