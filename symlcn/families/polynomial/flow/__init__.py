"""Gradient flow of networks with monomial activations: exact initial velocities, numeric trajectories."""
