"""Kinds whose name begins with "polynomial": networks with activations x -> x**r."""
