"""Gradient flow: exact initial velocities, numeric trajectories."""
