"""``fiber`` of networks with channels: the orbit of given filters, and its point with scalar invariants."""
