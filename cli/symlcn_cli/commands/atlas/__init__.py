"""The command ``symlcn atlas``."""
