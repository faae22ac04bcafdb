"""Exact algebra of the checker."""
