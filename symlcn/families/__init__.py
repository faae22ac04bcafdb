"""Families of networks besides stacks of linear convolutions."""
