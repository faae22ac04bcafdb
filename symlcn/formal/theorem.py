"""Files for Rocq: a counterexample as a theorem that its kernel checks.

Contents: :class:`Theorem`, :func:`rocq_theorem`, :data:`CLOSED`, :data:`REAL_AXIOMS`.

The file stands on the library in ``symlcn/formal/rocq``: definitions in ``Network.v``, ``Convolution.v`` and
``Dense.v``, the soundness of what is computed in the others. It says what is proved in words, in numbers, and as one
theorem.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import NamedTuple

from symlcn.algebra.exact import Json
from symlcn.algebra.realnumbers import RealAlgebraic
from symlcn.errors import ParseError
from symlcn.formal.rocqpair import Element, Pair, Side, rocq_pair
from symlcn.network.filters import layer_polynomials, nested

__all__ = ["CLOSED", "REAL_AXIOMS", "Theorem", "rocq_theorem"]

CLOSED = "Closed under the global context"
"""What Rocq prints of a theorem that assumes nothing."""
REAL_AXIOMS = frozenset(
    {
        "ClassicalDedekindReals.sig_forall_dec",
        "ClassicalDedekindReals.sig_not_dec",
        "FunctionalExtensionality.functional_extensionality_dep",
    }
)
"""The axioms of the real numbers of its standard library."""

COLUMNS = 100
IMPORTS = """From Coq Require Import List ZArith QArith Reals.
From symlcn Require Import Network Convolution Dense Rational Algebraic DenseProofs.
Import ListNotations.
Open Scope Q_scope.
"""
RATIONAL = """Theorem pair : lcn_counterexample Qc_ops A (rational_filters c w) (rational_filters c' w').
Proof. apply (rational_counterexample A c c' w w' u delta {row} {column}). vm_cast_no_check (eq_refl true). Qed.
"""
DENSE = """Theorem pair : dense_counterexample Qc_ops n (fractions w) (fractions w').
Proof. apply (dense_pair n w w' {row} {column}). vm_cast_no_check (eq_refl true). Qed.
"""
REAL = """Theorem pair : exists t t' lambda lambda',
  is_root (number s) t /\\ scalings s t lambda /\\
  is_root (number s') t' /\\ scalings s' t' lambda' /\\
  lcn_counterexample R_ops A (real_filters lambda w) (real_filters lambda' w').
Proof. apply (real_counterexample A s s' w w' u delta {row} {column}). vm_cast_no_check (eq_refl true). Qed.
"""


class Theorem(NamedTuple):
    """A theorem for Rocq.

    Attributes
    ----------
    prose : str
        What it says, as a comment.
    body : str
        Definitions, the theorem ``pair`` and its proof.
    rational : bool
        Whether it is over Q; else over R.
    """

    prose: str
    body: str
    rational: bool

    @property
    def text(self) -> str:
        """The file, which ends by printing what the theorem assumes."""
        return "\n".join([self.prose, IMPORTS, self.body, "Print Assumptions pair.\n"])


def rocq_theorem(certificate: Json) -> Theorem:
    """The theorem for the pair of a certificate of kind ``counterexample`` or ``dense``; equal ones have equal files.

    Over Q where all parameters are rational, else over R, with scalings whose squares are numbers of Q(t).

    Raises
    ------
    ParseError
        If there is no pair at given invariants, or one of a fully connected network with square roots.

    Examples
    --------
    >>> import symlcn
    >>> found = rocq_theorem(symlcn.counterexample("k2x2 k2x2", [21], rational=True).certificate())
    >>> print(found.body[found.body.index("Theorem") : found.body.index("Proof")])
    Theorem pair : lcn_counterexample Qc_ops A (rational_filters c w) (rational_filters c' w').
    <BLANKLINE>
    """
    if certificate["kind"] == "dense" and (certificate["evidence"] or {}).get("pair"):
        return _dense(certificate)
    pair = rocq_pair(certificate)
    row, column = pair.index
    theorem = (RATIONAL if pair.rational else REAL).format(row=row, column=column)
    parts = [_architecture(pair), _filters(pair), _shared(pair)]
    parts.append(_ratios(pair) if pair.rational else "\n".join(map(_scaling, pair.sides, ("", "'"))))
    return Theorem(_prose(pair), "\n".join([*parts, _difference(pair), theorem]), pair.rational)


def _dense(certificate: Json) -> Theorem:
    """The theorem for a rational pair of a fully connected network."""
    widths, found = list(map(int, certificate["architecture"]["widths"])), certificate["evidence"]
    notation = " ".join(map(str, widths))
    if any(isinstance(layer, dict) for side in found["pair"] for layer in side):
        raise ParseError("rocq", "a pair of a fully connected network with square roots is not written for Rocq")
    row, column = map(int, found["ntk_difference"]["index"])
    claim = f"Two tuples of rational matrices of a fully connected network of widths {notation} with one product"
    prose = _comment(f"{claim}, the same invariants, and different neural tangent kernels.", title=f"dense {notation}")
    parts = [_comment("Widths, and the matrices, row-major.")]
    parts.append(f"Definition n : widths := {_list(map(str, widths))}%nat.")
    for name, side in zip(("w", "w'"), found["pair"], strict=True):
        rows = [_element([Fraction(c) for line in layer for c in line]) for layer in side]
        parts.append(f"Definition {name} : list (list Q) :=\n{_rows(rows)}.")
    values = " and ".join(str(Fraction(value)) for value in found["ntk_difference"]["values"])
    parts += ["", _comment(f"The entries K[{row}, {column}] are {values}."), DENSE.format(row=row, column=column)]
    return Theorem(prose, "\n".join(parts), True)


def _comment(*paragraphs: str, title: str = "") -> str:
    lines = [f" * {title}", ""] if title else []
    for number, paragraph in enumerate(paragraphs):
        lines += [""] * (number > 0) + [f"    {line}" for line in wrap(paragraph, COLUMNS - 4, break_on_hyphens=False)]
    text = "\n".join(lines) if title else "\n".join(lines)[3:]
    return f"(**{text} *)"


def _prose(pair: Pair) -> str:
    field = "rational" if pair.rational else "real"
    claim = (
        f"Two tuples of {field} filters of {pair.architecture} with one end-to-end filter, the same invariants "
        f"|w_l|^2 - |w_(l+1)|^2 = {', '.join(map(str, pair.delta))}, and different neural tangent kernels K = J J^T."
    )
    sides = [f"{name}: {_factored(pair, side)}." for name, side in zip(("First", "Second"), pair.sides, strict=True)]
    scaled = "Each filter is lambda_l w_l: an integer filter w_l below, and a number for its layer."
    return _comment(claim, *sides, scaled, title=f"{pair.architecture}: the kernel depends on the parameters")


def _factored(pair: Pair, side: Side) -> str:
    """The end-to-end filter as a product of polynomials in the variables that the strides leave."""
    tensors = [nested(own, layer.size) for own, layer in zip(side.filters, pair.architecture, strict=True)]
    factors = " ".join(f"({polynomial})" for polynomial in layer_polynomials(pair.architecture, tensors))
    return factors if side.factor == 1 else f"{side.factor} {factors}"


def _architecture(pair: Pair) -> str:
    layers = [
        f"Layer {' '.join(_list(map(str, numbers)) for numbers in (layer.size, layer.stride, layer.dilation))}"
        for layer in pair.architecture
    ]
    about = _comment("Size, stride and dilation of each layer.")
    return f"{about}\nDefinition A : architecture :=\n{_rows(layers)}%nat.\n"


def _filters(pair: Pair) -> str:
    found = _comment("The integer filters, row-major.") + "\n"
    for name, side in zip(("w", "w'"), pair.sides, strict=True):
        rows = [_list(map(str, own)) for own in side.filters]
        found += f"Definition {name} : list (list Z) :=\n{_rows(rows)}%Z.\n"
    return found


def _shared(pair: Pair) -> str:
    found = _comment("The end-to-end filter, row-major, and the invariants of both.") + "\n"
    found += f"Definition u : list Q :=\n{_wrapped(pair.product)}.\n"
    return found + f"Definition delta : list Q := {_element(pair.delta)}.\n"


def _ratios(pair: Pair) -> str:
    found = _comment("The numbers lambda_l.") + "\n"
    for name, side in zip(("c", "c'"), pair.sides, strict=True):
        found += f"Definition {name} : list Q := {_element(side.ratios or ())}.\n"
    return found


def _scaling(side: Side, mark: str) -> str:
    """What is known of the scalings of a side over R."""
    t = f"t{mark}"
    if isinstance(side.t, RealAlgebraic):
        lead = side.t.minpoly[-1]
        equation = [Fraction(c, lead) for c in side.t.minpoly]
        about = (
            f"{t} = {side.t.approx(12)}... is a root of a polynomial, coefficients from degree 0, between two bounds."
        )
    else:
        equation = [-side.t, Fraction(1)]
        about = f"{t} = {side.t} is rational."
    about += " Then the product of the lambda_l, and their squares as polynomials in it."
    squares = _rows([_element(square) for square in side.squares])
    number = f"(Isolated {_element(equation)} {_rational(side.lower)} {_rational(side.upper)})"
    lines = (_comment(about), f"Definition s{mark} : scaling := Scaling", f"  {number}", f"  {_rational(side.factor)}")
    return "\n".join([*lines, f"{squares}.\n"])


def _difference(pair: Pair) -> str:
    places = "{}, {}".format(*pair.index)
    ends = [_in_t(value, t) for value, t in zip(pair.values, ("t", "t'"), strict=True)]
    return _comment(f"The entries K[{places}] are {ends[0]} and {ends[1]}.")


def _in_t(value: Element, t: str) -> str:
    terms = [f"{c}{'' if k == 0 else f' {t}' if k == 1 else f' {t}^{k}'}" for k, c in enumerate(value) if c]
    return " + ".join(terms) or "0"


def _rational(value: Fraction) -> str:
    text = str(value.numerator) if value.denominator == 1 else f"{value.numerator}#{value.denominator}"
    return text if value >= 0 and value.denominator == 1 else f"({text})"


def _element(value: Sequence[Fraction]) -> str:
    return _list(_rational(c).strip("()") for c in value)


def _list(texts: Iterable[str]) -> str:
    return f"[{'; '.join(texts)}]"


def _rows(texts: Sequence[str]) -> str:
    return "  [ " + "\n  ; ".join(texts) + " ]"


def _wrapped(value: Sequence[Fraction]) -> str:
    lines = wrap(_element(value), COLUMNS - 2)
    return "\n".join(f"  {line}" for line in lines)
