"""``counterexample`` for networks with groups of channels."""
