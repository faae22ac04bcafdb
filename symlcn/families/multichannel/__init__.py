"""Linear convolutional networks with several channels."""
