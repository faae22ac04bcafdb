"""Kind "polynomial-strata"."""
