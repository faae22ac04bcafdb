"""Equations as a formula."""

from __future__ import annotations

from symlcn.algebra.typeset import formula, lines, named, vector, words
from symlcn.answer import Answer
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.equations.question import Closure


def latex(answer: Answer[Closure]) -> str:
    """The forms that vanish at u, with = 0 after each: minimal generators, or the basis that was asked for."""
    known = answer.known
    found, names = known.equations, variable_names(known.equations.architecture)
    u = f"u = {vector(map(named, names))}" if len(names) == found.architecture.ambient else "u"
    listed = found.forms if known.every else found.generators
    if not listed:
        return rf"{u}{words(f': no form of degree at most {len(found.degrees)} vanishes')}"
    return lines([("", u), *((formula(dict(form.terms), names), "= 0") for form in listed)])
