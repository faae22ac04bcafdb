"""Table 1 of the paper, recomputed."""
