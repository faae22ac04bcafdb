"""Kind "architecture"."""
