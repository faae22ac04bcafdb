"""Kind "relu"."""
