"""The command ``symlcn prove``."""
