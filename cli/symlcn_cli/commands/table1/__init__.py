"""The command ``symlcn table1``."""
