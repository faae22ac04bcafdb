"""Linear convolutional networks with channels in groups."""
