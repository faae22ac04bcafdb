"""The command ``symlcn counterexample``."""
