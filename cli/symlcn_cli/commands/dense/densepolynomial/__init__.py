"""What ``symlcn dense`` says of networks with monomial activations."""
