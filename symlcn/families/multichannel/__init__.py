"""Linear networks with several channels."""
