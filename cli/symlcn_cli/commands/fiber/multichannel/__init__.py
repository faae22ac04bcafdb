"""Answers to ``symlcn fiber`` about networks with channels."""
