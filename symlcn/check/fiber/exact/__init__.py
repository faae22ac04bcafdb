"""Checking what is said of points that are not rational."""
