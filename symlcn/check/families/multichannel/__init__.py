"""Networks with channels."""
