"""The shell of HTML pages: one self-contained file, no scripts, no network, dark and light, readable on a phone.

Contents: :func:`page`, :func:`escape`, :func:`printable`.
"""

from __future__ import annotations

import html

__all__ = ["escape", "page", "printable"]

STYLE = """
:root { color-scheme: light dark; --ink: #1b1d21; --paper: #fdfdfb; --soft: #5b626d; --line: #d5d8dd; --shade: #f1f2f0;
  --accent: #1c5fa8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e6e9; --paper: #16181b; --soft: #a3abb6; --line: #3b4048; --shade: #212429; --accent: #86b9f2; }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; color: var(--ink); background: var(--paper); font: 1.0625rem/1.55 Georgia, "Times New Roman", serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem 1rem 3rem; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 0.5em; }
h1 { font-size: 1.6rem; margin-top: 0.6rem; }
h2 { font-size: 1.25rem; border-bottom: 1px solid var(--line); padding-bottom: 0.2em; }
h3 { font-size: 1.07rem; }
p, ul, ol, table, figure, .display { margin: 0.7em 0; }
ul, ol { padding-left: 1.4rem; }
li { margin: 0.25em 0; }
a { color: var(--accent); }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 0.88em; }
code { background: var(--shade); padding: 0.05em 0.25em; border-radius: 3px; }
pre { background: var(--shade); padding: 0.7em 0.8em; border-radius: 4px; overflow-x: auto; line-height: 1.4; }
pre code { background: none; padding: 0; white-space: pre-wrap; }
.display { overflow-x: auto; overflow-y: hidden; padding: 0.15em 0; }
.formula { padding-left: 1.2rem; }
.claim { border-left: 4px solid var(--accent); background: var(--shade); padding: 0.1em 0.9em; margin: 1em 0; }
.table { overflow-x: auto; margin: 0.9em 0; }
table { border-collapse: collapse; margin: 0; font-size: 0.95em; }
th, td { border-bottom: 1px solid var(--line); padding: 0.25em 0.55em; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid var(--line); overflow-wrap: normal; }
sub, sup { font-size: 0.75em; line-height: 0; }
figure { text-align: center; }
figure svg { max-width: 100%; height: auto; display: block; margin: 0 auto; }
figcaption, footer { color: var(--soft); font-size: 0.9em; }
footer { border-top: 1px solid var(--line); margin-top: 2.5em; padding-top: 0.5em; }
math { font-family: math, "Latin Modern Math", "STIX Two Math", "Cambria Math", serif; font-size: 1.05em; }
@media (max-width: 34rem) {
  body { font-size: 1rem; }
  math[display="block"], table { font-size: 0.92em; }
  th, td { padding: 0.25em 0.35em; }
}
"""

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def printable(text: str) -> str:
    """The text with what cannot be printed, such as control characters, written as an escape sequence."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


def escape(text: str) -> str:
    """Text as HTML text or as the value of an attribute.

    Examples
    --------
    >>> escape("<script>")
    '&lt;script&gt;'
    """
    return html.escape(printable(text), quote=True)


def page(title: str, body: str, style: str = "") -> str:
    """A complete HTML document: `title` is text, `body` is HTML that the caller has escaped, `style` is more CSS.

    Examples
    --------
    >>> "<title>k3 &amp; k2</title>" in page("k3 & k2", "<p>A proof.</p>")
    True
    """
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{STYLE}{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
