"""The command ``symlcn import``."""
