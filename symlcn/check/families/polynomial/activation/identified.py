"""Kind "polynomial-activation": what the function says of the filters, and of the NTK, for other activations or biases.

Contents: :func:`check`.

"accepted" means, for the form "activation", that for the network with y -> s_0 + s_1 y + ... in place of each
activation x -> x**r: real filters over one function are the same, or the same up to signs where ``signs`` is true, and
so the NTK is a function of the function. For the form "bias", that for the network with a bias in the last layer of
each run: real parameters over one function are the same up to scalings, and the NTK is a function of it and of all
|w_l|^2 + b_l^2 - r_l |w_(l+1)|^2. Both under the hypotheses; where ``every_function`` is true shifts need none.

Theorems: (1) Let g be the gcd of all r - j, 1 <= j < r, s_j not 0. If P(T) s(G) = P'(T) s(G') is not 0, G and G'
without constant terms, then G = a G' up to shifts, a**g = 1, and P' = a**r P. So filters over a function differ by such
factors, over R signs if g is even, and by shifts that leave the function as it is. (2) If P(T) G**r + b = P'(T) G'**r +
b', G and G' not constant, then b = b', and G = a G' up to shifts. So parameters over a function differ by shifts, by
factorizations of the products of the runs, and by scalings; of these at most one up to signs has given invariants,
since their logarithms are critical points of a strictly convex function. (3) Where a run has degree 1, its product has
one factorization up to scalings at every normal point, by Zariski's main theorem.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd
from typing import cast

from ....core.arithmetic import Rational
from ....core.limits import Work
from ....core.outcome import Malformed, Rejected, Statement
from ....core.reading import check_nothing, choice, json_list, json_object, rationals
from ....core.recomputed import compare
from ....network.architecture import check_layers
from ....network.furtherarchitectures import PolynomialArchitecture
from ..strata.shiftloci import losses

MAX_SHOWN = 100  # characters of an activation
SHIFTS = "one vector of shifts of the runs of layers fits it (for example, the input at position 0 occurs in it)"
NORMAL = "the products of runs are normal points (for example smooth points) of the closures of their neuromanifolds"


def check(
    architecture: PolynomialArchitecture,
    item: dict[str, object],
    delta: list[Rational] | None,
    status: str,
    work: Work,
    nested: Callable[[object, str], dict[str, object]],
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; `nested` checks the certificate of a run."""
    if delta is not None:
        raise Malformed("delta", "must be null: the answer is for all parameters")
    if status == "undecided":
        return check_nothing(item, "result evidence")
    result = json_object(item["result"], "form activation order signs ntk every_function", "result")
    form = choice(result["form"], ("activation", "bias"), "result.form")
    separated = 1 not in architecture.activations
    every = separated and not any(losses(architecture.stack, work))
    order = _order(architecture, result["activation"]) if form == "activation" else None
    expected = {
        "order": order,
        "signs": order is not None and order % 2 == 0,
        "ntk": "independent",
        "every_function": every,
    }
    compare({key: result[key] for key in expected}, expected, "result")
    conditions = [] if every else [SHIFTS]
    if form == "activation":
        if item["evidence"] is not None:
            raise Malformed("evidence", "must be null: nothing more is needed")
        text = f"with {_words(result['activation'])} in place of each activation, real filters over one function are "
        text += "the same"
        text += f"{' up to signs' * (order is not None and order % 2 == 0)}, and so are their NTKs"
        return Statement(text, ("the function is not 0", *conditions))
    if result["activation"] is not None:
        raise Malformed("result.activation", "must be null with biases")
    _check_runs(architecture, item, nested)
    conditions += [] if separated else [NORMAL]
    text = "with a bias in the last layer of each run, real parameters over one function are the same up to scalings, "
    text += "and with the same invariants so are their NTKs"
    return Statement(text, ("the function is not constant", *conditions))


def _order(architecture: PolynomialArchitecture, value: object) -> int:
    """Establishes that an activation is in the place of each x**r; returns g."""
    coefficients = rationals(value, "result.activation")
    degree = len(coefficients) - 1
    powers = [j for j, (p, _) in enumerate(coefficients) if p]
    if degree < 2 or powers[-1:] != [degree] or powers[0] == 0 or len(powers) == 1:
        raise Malformed("result.activation", "expected a polynomial of degree at least 2, 0 at 0, and no power")
    if set(architecture.activations) != {degree}:
        raise Rejected("result.activation", "is not of the degree of the activations, after each layer but the last")
    return gcd(*(degree - j for j in powers[:-1]))


def _words(value: object) -> str:
    """An activation that was read, in a line."""
    listed = [f"{c} y^{j}" for j, c in enumerate(cast("list[str]", value)) if c != "0"]
    text = f"y -> {' + '.join(listed)}"
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."


def _check_runs(
    architecture: PolynomialArchitecture,
    item: dict[str, object],
    nested: Callable[[object, str], dict[str, object]],
) -> None:
    """Establishes that the generic fiber of each run is one point."""
    stack = cast("dict[str, object]", item["architecture"])
    layers = cast("list[object]", stack["layers"])
    evidence = json_object(item["evidence"], "runs", "evidence")
    listed = json_list(evidence["runs"], "evidence.runs", len(architecture.runs))
    for n, ((start, stop), value) in enumerate(zip(architecture.runs, listed, strict=True)):
        where = f"evidence.runs[{n}]"
        found = nested(value, where)
        run = check_layers({**stack, "layers": layers[start:stop]})
        if cast("dict[str, object]", found["architecture"])["notation"] != run.notation:
            raise Rejected(f"{where}.architecture", "is not that of the layers of the run")
        known = found["result"]
        if not isinstance(known, dict) or known["birational"] is not True:
            raise Rejected(where, "does not show that the run has degree 1")
