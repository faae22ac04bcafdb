"""Table 1 of the paper, recomputed."""

SEED, MAX_SEED = 1, 10**9
"""Of the random networks, and the largest that is taken."""
DRAWN, MAX_DRAWN = 3, 10
"""How many random networks are drawn for each row, and how many at most."""
