"""General polynomial activations, and biases."""
