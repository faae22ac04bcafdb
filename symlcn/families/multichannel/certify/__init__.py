"""Is the NTK of a network with channels parameter-independent?"""
