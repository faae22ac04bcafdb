"""Kind "critical"."""
