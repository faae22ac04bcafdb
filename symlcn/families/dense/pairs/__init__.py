"""Pairs of parameters of dense networks with one product, the same invariants and different NTKs."""
