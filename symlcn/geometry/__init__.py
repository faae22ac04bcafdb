"""The geometry of the neuromanifold: its metric, the inverse map, its strata and its equations."""
