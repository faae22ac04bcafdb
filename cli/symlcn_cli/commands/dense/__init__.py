"""The command ``symlcn dense``."""
