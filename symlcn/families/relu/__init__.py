"""Two layers with a ReLU between them."""
