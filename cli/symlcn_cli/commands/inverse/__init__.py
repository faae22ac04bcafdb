"""The command ``symlcn inverse``."""
