"""Networks with a polynomial activation that is no power, or with a bias in each run: what f says of the filters.

Contents: :class:`Identified`, :func:`with_activation`, :func:`with_bias`, :func:`read_activation`, :func:`separated`.

Notation as in :mod:`symlcn.network.polynomialarchitecture`; T shifts inputs. Let σ = Σ s_j·y^j have degree r ≥ 2,
σ(0) = 0, and g = gcd{r − j : s_j ≠ 0, 1 ≤ j < r}, σ no multiple of y^r. The network is F_l = P_l(T)·σ(F_{l−1}), f =
F_L.

Lemma. Let P(T)·σ(G) = P'(T)·σ(G') ≠ 0 with polynomials G, G' without constant terms. Then T^a·G = α·T^{a'}·G' and
T^{−a}·P = α^{−r}·T^{−a'}·P' for some α with α^g = 1, a and a' being the least exponents in P and P'.

Proof. Shift, so that a = a' = 0. The least variable z of both sides is that of G and of G', and the part with z comes
from the terms of T^0: H = σ(G) − c·σ(G') is free of z, c = P'(0)/P(0). So G and G' have one degree e ≥ 1 in z. Let σ =
s_r·((y + κ)^r + Σ_{j ≤ r−2} t_j·(y + κ)^j). The quotient α of the leading coefficients in z has α^r = c, so it is a
number, and G + κ = α·(G' + κ) + B with B of lower degree in z. If B were not 0, the term r·α^{r−1}·(G' + κ)^{r−1}·B of
H could not cancel: its degree in z is positive, larger than that of others with B, and than (r − 2)·e. So B = 0, and
H = s_r·Σ t_j·(α^j − α^r)·(G' + κ)^j is free of z: α^{r−j} = 1 where t_j ≠ 0, 1 ≤ j ≤ r − 2. Without constant terms κ =
α·κ: α = 1, or κ = 0, where t_j = s_j/s_r. In both cases α^g = 1. And σ(α·y) = α^r·σ(y), so (α^r·P − P')(T)·σ(G') = 0,
which makes P' = α^r·P, as the least variable of an operator times a function does not cancel.

So filters over f ≠ 0 differ by shifts with Σ a_l⊙e_l = 0 and by factors of order g: over R by signs if g is even, by
nothing if it is odd. Signs do not change the NTK. There is no scaling, and no invariant δ of one: where one vector of
shifts fits, the NTK is a function of f. It does where x_0 occurs in f, as then no first entry of a filter is 0.

With monomial activations, and a bias b in the last layer of each run, the lemma for runs holds with + b on both sides:
H = G^r − c·G'^r = ∏(G − θ·G') over θ^r = c is free of z, so 0 or all its factors are; so G = θ·G' with its bias. The
difference of operators times G'^r is a constant only if it is 0, so b = b'. The torus is (w_l, b_l, w_{l+1}) ↦ (s·w_l,
s·b_l, s^{−r}·w_{l+1}) at the end of a run, and as without biases inside runs. Given all δ_l = ‖w_l‖² + b_l² −
r_l·‖w_{l+1}‖² (b_l = 0 where there is none), the logarithms of the positive scales are a critical point of a strictly
convex function, so there is at most one: where products of runs have one factorization each, the NTK is a function of
f and δ. Of several biases in a run f determines only the sum that reaches its end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from math import gcd
from typing import Any

from symlcn.algebra.exact import Json
from symlcn.answer import Status
from symlcn.errors import ParseError, brief, shown
from symlcn.families.polynomial.strata.shiftloci import shift_loci
from symlcn.generic.certify import certify
from symlcn.generic.document import to_json
from symlcn.network.architecture import Architecture
from symlcn.network.formula import read_formula
from symlcn.network.notation import Network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture

__all__ = ["Identified", "read_activation", "separated", "with_activation", "with_bias"]

MAX_DEGREE = 100

_FORMULA = re.compile(r"[\dy\s+*·/^().−-]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Identified:
    """What is known of the filters over f, and of the NTK.

    Attributes
    ----------
    architecture : PolynomialArchitecture
        With r_l the degree of the activation where this is no power.
    activation : tuple of Fraction, or None
        s_0, …, s_r; None for the activations of the architecture, with biases.
    order : int or None
        g.
    every : bool
        Whether no shifts but 0 leave a function as it is, so that nothing is required of f.
    certificates : tuple of dict
        Those of the runs, with biases.
    reason : str or None
        Why nothing is said.
    """

    __repr__ = brief

    architecture: PolynomialArchitecture
    activation: tuple[Fraction, ...] | None
    order: int | None
    every: bool
    certificates: tuple[Json, ...] = ()
    reason: str | None = None

    @property
    def status(self) -> Status:
        """Proved, or undecided."""
        return Status.PROVED if self.reason is None else Status.UNDECIDED

    @property
    def signs(self) -> bool:
        """Whether filters over f are determined up to signs only."""
        return self.order is not None and self.order % 2 == 0


def read_activation(value: Any) -> tuple[Fraction, ...]:
    """The coefficients s_0, …, s_r of an activation: a formula in y or x, such as ``"y^2 + y"``.

    Raises
    ------
    ParseError
        If it is none, has a constant term, a degree below 2, or is a multiple of a power.

    Examples
    --------
    >>> read_activation("y^3 - y/2")
    (Fraction(0, 1), Fraction(-1, 2), Fraction(0, 1), Fraction(1, 1))
    >>> read_activation("y^2")
    Traceback (most recent call last):
    ...
    symlcn.errors.ParseError: activation: 'y^2' is a power; write it as a token between layers, k3 r2 k2
    """
    if not isinstance(value, str):
        raise ParseError("activation", f"{shown(value, 40)} is no formula; write one such as 'y^2 + y'")
    text = value if "y" in value else value.replace("x", "y")
    if _FORMULA.fullmatch(text) is None:
        raise ParseError("activation", f"{shown(value, 40)} is not a polynomial in y such as y^2 + y")
    try:
        found = [Fraction(c) for c in read_formula(text, (1, MAX_DEGREE + 1), "activation")[0]]
    except ParseError as error:
        if error.place != "activation":
            raise
        problem = f"{shown(value, 40)} is too large; write it multiplied out, of degree at most {MAX_DEGREE}"
        raise ParseError("activation", problem) from None
    while found and not found[-1]:
        found.pop()
    powers = [j for j, c in enumerate(found) if c]
    if len(found) < 3:
        raise ParseError("activation", f"{shown(value, 40)} has no degree of at least 2; write one such as 'y^2 + y'")
    if found[0]:
        raise ParseError("activation", f"{shown(value, 40)} is not 0 at 0; leave its constant term out")
    if len(powers) == 1:
        raise ParseError("activation", f"{shown(value, 40)} is a power; write it as a token between layers, k3 r2 k2")
    return tuple(found)


def with_activation(architecture: Architecture, activation: tuple[Fraction, ...]) -> Identified:
    """The layers with an activation after each but the last.

    Examples
    --------
    >>> found = with_activation(Architecture("k3 k2"), read_activation("y^3 + y"))
    >>> found.order, found.signs, found.every
    (2, True, False)
    """
    r = len(activation) - 1
    network = PolynomialArchitecture(architecture, [r] * (len(architecture) - 1))
    order = gcd(*(r - j for j, c in enumerate(activation[:-1]) if c))
    return Identified(network, activation, order, bool(shift_loci(network).smooth))


def with_bias(network: PolynomialArchitecture) -> Identified:
    """The network with a bias in the last layer of each run.

    Examples
    --------
    >>> from symlcn.network.notation import parse_network
    >>> with_bias(parse_network("k2s2 r2 k2")).every, with_bias(parse_network("k3 k2 r2 k2")).reason
    (True, 'the run k3 k2 is not birational, which is not decided with biases')
    """
    found = [(run.architecture, certify(run.architecture)) for run in network.runs]
    for run, own in found:
        if own.classification is None or not own.classification.birational:
            reason = f"the run {run} is not birational, which is not decided with biases"
            return Identified(network, None, None, False, (), reason)
    every = network.fully_nonlinear and bool(shift_loci(network).smooth)
    return Identified(network, None, None, every, tuple({**to_json(own), "tool": {}} for _, own in found))


def separated(network: Network) -> Architecture:
    """The layers alone, where no token says what is between them."""
    if isinstance(network, PolynomialArchitecture):
        tokens = sorted({r for r in network.activations if r > 1})
        more = ", …" * (len(tokens) > 3)
        powers = ", ".join(f"r{r}" for r in tokens[:3])
        problem = f"the activation is meant after every layer but the last; leave out {powers}{more}"
        raise ParseError(str(network)[:80], problem)
    if not isinstance(network, Architecture):
        raise ParseError(str(network)[:80], "the activation is covered with one channel only, as in k3 k2")
    if len(network) < 2:
        raise ParseError(str(network), "there is no layer before the last that an activation could follow")
    return network
