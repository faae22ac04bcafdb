"""What commands share: options, running, output."""
