"""``metric`` for networks with monomial activations."""
