"""Kind "metric"."""
