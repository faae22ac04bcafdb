"""Counterexamples for networks with channels in groups."""
