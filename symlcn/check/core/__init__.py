"""Below all other modules of the checker: outcomes, limits, reading, arithmetic."""
