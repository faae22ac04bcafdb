"""The command ``symlcn certify``."""
