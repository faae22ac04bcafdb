"""Kind "grouped-counterexample"."""
