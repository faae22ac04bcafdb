"""The generic fiber and the NTK of networks with activations: ``symlcn certify k3 r2 k2``."""
