"""Kind "strata"."""
