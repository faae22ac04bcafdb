"""NTKs of networks with channels."""
