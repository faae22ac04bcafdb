"""``certify`` of layers with a ReLU between them."""
