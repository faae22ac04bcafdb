"""The commands ``symlcn proof``."""
