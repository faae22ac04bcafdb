"""Pairs of parameter tuples with the same end-to-end filter, the same invariants and different NTKs."""
