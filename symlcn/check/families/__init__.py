"""Kinds of other families of networks."""
