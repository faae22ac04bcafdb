"""The command ``symlcn zoo``."""
