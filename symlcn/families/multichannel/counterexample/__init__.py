"""``counterexample`` for networks with several channels."""
