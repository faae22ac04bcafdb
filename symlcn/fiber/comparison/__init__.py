"""Which points of a fiber share an NTK."""
