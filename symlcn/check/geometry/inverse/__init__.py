"""Kind "inverse"."""
