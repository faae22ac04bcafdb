"""Answers of ``symlcn certify`` about networks with activations."""
