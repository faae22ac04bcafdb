"""The commands, each in a folder or module of its own."""
