"""Kind "multichannel"."""
