"""Kind "dense"."""
