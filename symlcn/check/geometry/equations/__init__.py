"""Kind "equations"."""
