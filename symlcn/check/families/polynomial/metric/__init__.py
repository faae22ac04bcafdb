"""Kind "polynomial-metric"."""
