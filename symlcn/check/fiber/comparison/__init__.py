"""Checking which real points of a fiber share an NTK."""
