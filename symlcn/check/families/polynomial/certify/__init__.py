"""Kind "polynomial"."""
