"""The NTK of networks with monomial activations."""
