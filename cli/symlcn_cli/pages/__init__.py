"""Documents of parts, and their renderers: HTML with MathML, LaTeX, Markdown."""
