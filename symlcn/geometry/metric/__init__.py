"""The metric on the neuromanifold."""
