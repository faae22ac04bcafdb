"""Kind "polynomial-fiber": all parameters of one function of a network with activations."""
