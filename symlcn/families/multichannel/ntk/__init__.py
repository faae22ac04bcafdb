"""``ntk`` of networks with several channels."""
