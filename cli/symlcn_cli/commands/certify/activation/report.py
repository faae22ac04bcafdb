"""An answer about another activation, or biases, in words."""

from __future__ import annotations

from symlcn.answer import Answer
from symlcn.families.polynomial.activation.identified import Identified
from symlcn_cli.words.words import polynomial_text, recheck

ONE_SHIFT = "in which the input at position 0 occurs, and every other that one vector of shifts of the layers fits"


def entries(answer: Answer[Identified], file: str | None) -> list[tuple[str, str]]:
    """What f determines, and what is not claimed."""
    found = answer.known
    sections = [("Architecture", _title(found)), ("Question", _question(found))]
    if found.reason is not None:
        return [*sections, ("Answer", f"UNDECIDED: {found.reason}."), ("Not claimed", _bias_scope()), *recheck(file)]
    if found.activation is not None:
        sections += [("Activation", _activation(found)), ("Answer", _answer(found)), ("Not claimed", NOT_CLAIMED)]
    else:
        sections += [("Answer", _bias(found)), ("Invariants", INVARIANTS), ("Not claimed", _bias_scope())]
    return [*sections, ("Evidence", "The independent checker accepted this certificate."), *recheck(file)]


NOT_CLAIMED = (
    "Degree, dimension and critical points; functions that several vectors of shifts fit; biases, zero padding, "
    "circular padding and several channels."
)
INVARIANTS = (
    "δ_l = ‖w_l‖² + b_l² − r_l·‖w_(l+1)‖², where b_l is the bias of layer l if it is the last of its run and 0 "
    "otherwise. Gradient flow keeps them."
)


def _title(found: Identified) -> str:
    if found.activation is None:
        return f"{found.architecture}, with a bias in the last layer of each run"
    return f"{found.architecture.architecture}, with the activation after each layer but the last"


def _question(found: Identified) -> str:
    if found.activation is None:
        return (
            "Do all real parameters with the same function f and the same invariants δ have the same NTK, for every δ?"
        )
    return "Do all real filters with the same function f have the same NTK?"


def _activation(found: Identified) -> str:
    gcd = f"g = {found.order} is the gcd of the differences of its degree and its other powers"
    free = "even: over R it leaves signs of filters free" if found.signs else "odd: over R it leaves no factor free"
    return f"σ(y) = {polynomial_text(found.activation or (), 'y')}; {gcd}, {free}"


def _functions(found: Identified) -> str:
    return "every function that is not 0" if found.every else f"every function {ONE_SHIFT}"


def _answer(found: Identified) -> str:
    same = "up to signs, which do not change the NTK" if found.signs else "exactly"
    return (
        f"PROVED: the NTK is a function of the function f of the network. Over {_functions(found)}, real filters are "
        f"determined {same}. There are no scalings, and no invariants δ of scalings."
    )


def _bias(found: Identified) -> str:
    functions = f"every function that is not constant{'' if found.every else f', {ONE_SHIFT}'}"
    normal = ", if the products of runs are normal points there" * (not found.architecture.fully_nonlinear)
    return (
        "PROVED: for every δ the NTK is a function of the function f of the network and of δ. Over "
        f"{functions}{normal}, real filters and biases are determined up to scalings, and given δ up to signs."
    )


def _bias_scope() -> str:
    return (
        "Several biases inside one run: of these f determines only the sum that reaches the end of the run. Runs that "
        "are not birational; degree, dimension and critical points; zero padding, circular padding, several channels."
    )
