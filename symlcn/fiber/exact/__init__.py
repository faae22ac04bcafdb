"""Points of a fiber that are not rational: t, fields, conjugates, enclosures."""
