"""Kind "flow"."""
