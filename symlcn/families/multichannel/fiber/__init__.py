"""``fiber`` of networks with channels: filters over an end-to-end filter, their orbit, and its scalar point."""
