"""The command ``symlcn metric``."""
