"""Kind "grouped"."""
