"""Kind "counterexample"."""
