"""``ntk`` of networks with groups of channels."""
