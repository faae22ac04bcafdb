"""The command ``symlcn check``."""
