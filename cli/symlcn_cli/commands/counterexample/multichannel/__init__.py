"""Counterexamples for networks with channels."""
