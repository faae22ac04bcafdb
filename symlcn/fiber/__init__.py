"""The fiber over an end-to-end filter: all factorizations, scaled to invariants."""
