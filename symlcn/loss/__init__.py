"""The square loss: risk, landscape, critical points, gradient flow."""
