"""The NTK of networks with monomial activations: by monomials, at inputs, and of generic filters."""
