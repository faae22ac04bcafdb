"""Kind "polynomial-equations"."""
