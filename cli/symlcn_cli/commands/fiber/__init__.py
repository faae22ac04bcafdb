"""The command ``symlcn fiber``."""
