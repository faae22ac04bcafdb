"""Kind "dense-polynomial"."""
