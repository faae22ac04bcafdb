"""Is the NTK of a network with groups parameter-independent?"""
