"""Networks with groups of channels."""
