"""Readable documents: a proof for an architecture, a report on a fiber; as Markdown, LaTeX and HTML."""
