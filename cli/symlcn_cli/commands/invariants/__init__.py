"""The command ``symlcn invariants``."""
