"""Equations of functions as a formula."""

from __future__ import annotations

from symlcn.algebra.typeset import formula, lines, words
from symlcn.answer import Answer
from symlcn.families.polynomial.equations.functionforms import FunctionEquations


def latex(answer: Answer[FunctionEquations]) -> str:
    """The forms that vanish at the coefficients of f, with = 0 after each."""
    found = answer.known
    listed = found.forms if found.every else found.generators
    if not listed:
        return words(f"no form of degree at most {len(found.degrees)} in the coefficients vanishes")
    return lines([(formula(dict(form.terms), found.variables), "= 0") for form in listed])
