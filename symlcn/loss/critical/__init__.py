"""Critical points of the loss over parameters."""
