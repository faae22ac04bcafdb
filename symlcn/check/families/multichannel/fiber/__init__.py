"""Kind "multichannel-fiber"."""
