"""Kind "polynomial-counterexample"."""
