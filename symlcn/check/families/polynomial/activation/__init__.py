"""Kind "polynomial-activation"."""
