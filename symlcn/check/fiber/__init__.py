"""Kind "fiber"."""
