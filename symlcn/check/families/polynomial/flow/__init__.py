"""Kind "polynomial-flow"."""
