"""The command ``symlcn completion``."""
