"""The generic fiber and the NTK of an architecture: what ``symlcn certify`` answers."""
