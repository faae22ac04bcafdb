"""Kind "multichannel-counterexample"."""
