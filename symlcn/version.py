"""The version of symlcn."""

__version__ = "0.2.0"
