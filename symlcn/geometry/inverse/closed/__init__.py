"""Closed formulas for filters."""
