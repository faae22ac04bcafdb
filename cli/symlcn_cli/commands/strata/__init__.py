"""The command ``symlcn strata``."""
