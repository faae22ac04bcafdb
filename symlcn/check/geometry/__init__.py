"""Kinds of the geometry of the neuromanifold."""
