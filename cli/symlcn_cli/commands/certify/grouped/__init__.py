"""Networks with channels in groups."""
