"""The other networks of the paper, the landscape of the risk, and gradient flow."""
