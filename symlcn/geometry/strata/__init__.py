"""The singular locus of the neuromanifold."""
