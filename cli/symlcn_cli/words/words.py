"""Results in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symlcn.algebra.exact import rational_root, rational_text

if TYPE_CHECKING:
    from symlcn.network.scaling import Scaling

PAPER = "Achour, Kohn, Rauhut"


def conditional(answer: str, assumptions: Sequence[str]) -> str:
    """An answer that starts with PROVED or REFUTED, with the assumptions on which its certificate rests.

    Examples
    --------
    >>> conditional("PROVED: yes.", ["factor 0: irreducible over C"])
    'PROVED under 1 assumption (factor 0: irreducible over C): yes.'
    """
    if not assumptions:
        return answer
    number = "1 assumption" if len(assumptions) == 1 else f"{len(assumptions)} assumptions"
    more = "; …" if len(assumptions) > 1 else ""
    word, rest = answer.split(maxsplit=1) if " " in answer else (answer, "")
    colon = ":" if word.endswith(":") else ""
    return f"{word.removesuffix(':')} under {number} ({assumptions[0]}{more}){colon} {rest}".rstrip()


def form_text(form: Sequence[int]) -> str:
    """A linear form in δ that vanishes."""
    return " + ".join(f"δ_{index}" for index, on in enumerate(form, start=1) if on) + " = 0"


def numbered(layers: Iterable[int]) -> list[int]:
    """Layers as text counts them, from 1, where JSON and Python count from 0.

    Examples
    --------
    >>> numbered((0, 2))
    [1, 3]
    """
    return [layer + 1 for layer in layers]


def scaling_text(scaling: Scaling) -> str:
    """ρ in terms of t, and t as a root."""
    t = scaling.t
    if isinstance(t, Fraction):
        return f"ρ = ({listed(rational_text(norm) for (norm,) in scaling.norms)})"
    degree = len(t.minpoly) - 1
    equation = polynomial_text(t.minpoly) if degree <= 6 else f"a polynomial of degree {degree}"
    rho = listed(map(polynomial_text, scaling.norms))
    interval = f"({rational_text(t.lower)}, {rational_text(t.upper)})"
    return f"ρ = ({rho}) with t = {t.approx(12)}…, the root of {equation} in {interval}"


def scaled_square(scaling: Scaling, layer: int, norm: Fraction) -> Sequence[Fraction]:
    """ρ_l/n_l, the square of the factor of a filter, as a polynomial in t."""
    return tuple(c / norm for c in scaling.norms[layer])


def root_text(square: Sequence[Fraction]) -> str:
    """The square root of a positive number that is a polynomial in t; rational where it is."""
    if len(square) == 1:
        root = rational_root(square[0])
        if root is not None:
            return rational_text(root)
    text = polynomial_text(square)
    return f"√{text}" if text.isalnum() else f"√({text})"


def polynomial_text(coefficients: Sequence[Fraction | int], name: str = "t") -> str:
    """A polynomial in one variable, highest degree first; coefficients from degree 0."""
    terms = []
    for power, coefficient in reversed(list(enumerate(coefficients))):
        if coefficient:
            variable = "" if power == 0 else name if power == 1 else f"{name}^{power}"
            size = rational_text(abs(Fraction(coefficient)))
            body = variable if size == "1" and variable else f"{size}·{variable}" if variable else size
            terms.append(("−" if coefficient < 0 else "+", body))
    if not terms:
        return "0"
    (sign, body), *rest = terms
    return ("−" if sign == "−" else "") + body + "".join(f" {sign} {body}" for sign, body in rest)


def element_text(value: Sequence[Fraction]) -> str:
    """An element of Q(t), written out when short."""
    text = polynomial_text(value)
    return text if len(text) <= 200 else "an element of Q(t), written out in the certificate"


def about_text(value: Sequence[Fraction], scaling: Scaling, more: str = "") -> str:
    """A decimal approximation of an irrational element of Q(t), for the reader, and what follows it."""
    if isinstance(scaling.t, Fraction) or not any(value[1:]):
        return ""
    from symlcn.algebra.realnumbers import enclosure_at

    low, high = enclosure_at(value, scaling.t, Fraction(1, 2**200))
    try:
        return f" ≈ {float((low + high) / 2):.9g}{more}"
    except OverflowError:
        return more


def tensor_text(tensor: Any) -> str:
    """A tensor in brackets."""
    if isinstance(tensor, tuple):
        return "[" + ", ".join(tensor_text(part) for part in tensor) + "]"
    return rational_text(tensor)


def rounded_text(tensor: Any) -> str:
    """A tensor in brackets, with six digits of each number."""
    if isinstance(tensor, tuple):
        return "[" + ", ".join(rounded_text(part) for part in tensor) + "]"
    return str(Context(prec=6).divide(*map(Decimal, tensor.as_integer_ratio())))


def radius_text(radius: Fraction) -> str:
    """Two digits of a bound."""
    return str(Context(prec=2, rounding=ROUND_UP).divide(*map(Decimal, radius.as_integer_ratio())))


def listed(items: Iterable[object], limit: int = 12) -> str:
    items = list(items)
    return ", ".join(map(str, items[:limit])) + (f", … ({len(items)} in all)" if len(items) > limit else "")


def recheck(file: str | None) -> list[tuple[str, str]]:
    """Where a certificate is, as the last part of a report; nothing if it is in no file."""
    return [] if file is None else [("File", f"{file}; re-check it with: symlcn check {file}")]
