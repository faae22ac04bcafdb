"""The command ``symlcn equations``."""
