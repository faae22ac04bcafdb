"""Fibers as certificates: the evidence for every claim."""
