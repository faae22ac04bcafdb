"""The command ``symlcn flow``."""
