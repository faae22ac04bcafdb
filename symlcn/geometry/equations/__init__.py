"""The equations of the neuromanifold, and the real points of its closure outside it."""
