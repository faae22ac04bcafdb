"""The command line of symlcn."""
