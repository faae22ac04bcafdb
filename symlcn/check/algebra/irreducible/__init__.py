"""Checking that polynomials are irreducible over Q or over C."""
