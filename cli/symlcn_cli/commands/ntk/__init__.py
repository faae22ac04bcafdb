"""The command ``symlcn ntk``."""
