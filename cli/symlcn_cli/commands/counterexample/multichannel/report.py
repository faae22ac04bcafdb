"""A counterexample for a network with channels in words."""

from __future__ import annotations

from symlcn.algebra.exact import rational_text
from symlcn.algebra.matrices import entries as rows_of
from symlcn.answer import Answer
from symlcn.families.multichannel.counterexample.fibermotion import FiberMotion
from symlcn.families.multichannel.counterexample.judge import ChannelFinding
from symlcn.families.multichannel.counterexample.nearmotion import NearMotion
from symlcn.families.multichannel.counterexample.orbitpair import ChannelPair
from symlcn.families.multichannel.orbitmotion import OrbitMotion
from symlcn_cli.words.channels import filters_text, invariants_text, product_text
from symlcn_cli.words.words import radius_text, recheck, rounded_text, tensor_text

NUMBERED = "Rows and columns are the entries of U by output, input and position, row-major, from 0."
QUESTION = (
    "Are there two real parameters with the same end-to-end filter U, the same invariants D_l, and different NTKs"
)


def entries(answer: Answer[ChannelFinding], file: str | None) -> list[tuple[str, str]]:
    """The pair or the motion, or why there is none."""
    found = answer.known
    asked = "" if answer.about["delta"] is None else ", for the D_l that were given"
    parts = [("Architecture", str(found.network)), ("Question", f"{QUESTION}{asked}?")]
    if found.pair is not None:
        parts += _pair(found.pair)
    elif found.motion is not None:
        parts += _motion(found)
    else:
        return [*parts, ("Answer", f"UNDECIDED: {found.reason}. The certificate claims nothing."), *recheck(file)]
    values = invariants_text(found.invariants or ())
    parts.insert(4, ("Invariants", "\n".join(["D_l = Σ_j W_{l+1}[j]ᵀW_{l+1}[j] − Σ_j W_l[j]·W_l[j]ᵀ:", *values])))
    evidence = ("Evidence", "No assumptions. The independent checker accepted this certificate.")
    return [*parts, evidence, ("Not claimed", "Anything of other U, or of other invariants."), *recheck(file)]


def _pair(pair: ChannelPair) -> list[tuple[str, str]]:
    first, second = pair.sides
    i, j = pair.place
    values = [
        f"{name}({i},{j}) = {rational_text(value)}" for name, value in zip(("K ", "K'"), pair.values, strict=True)
    ]
    which = "W', on one orbit with W" if pair.orbit else "W', which differs in the first channels alone"
    filters = [*filters_text(first.filters), *filters_text(second.filters, "'")]
    return [
        ("Answer", f"FOUND: yes. The two are exact: {which}, has its U and its invariants."),
        ("Pair", "\n".join(filters)),
        ("Product", product_text(first.product)),
        ("NTK", "\n".join([*values, NUMBERED])),
    ]


def _motion(found: ChannelFinding) -> list[tuple[str, str]]:
    match found.motion:
        case OrbitMotion() as motion:
            return _along_orbit(motion)
        case FiberMotion() as motion:
            return _along_fiber(motion)
        case NearMotion() as near:
            return _near(near)
    return []


def _moved(motion: OrbitMotion | FiberMotion, *lines: str) -> list[tuple[str, str]]:
    i, j = motion.index
    return [
        ("Answer", "FOUND: yes, by the implicit function theorem; the two are near W and are not written down."),
        ("Filters", "\n".join(filters_text(motion.given.filters))),
        ("Motion", "\n".join(lines)),
        ("NTK", f"K({i},{j}) moves with velocity {rational_text(motion.velocity)}.\n{NUMBERED}"),
    ]


def _along_orbit(motion: OrbitMotion) -> list[tuple[str, str]]:
    return _moved(
        motion,
        "Ẇ_l = X_l·W_l − W_l·X_{l−1} keeps U, and all D_l have velocity 0:",
        *(f"X_{l} = {tensor_text(rows_of(x))}" for l, x in enumerate(motion.directions, 1)),
        "All layers but the last have full row rank: parameters with the same D_l move in this way.",
    )


def _along_fiber(motion: FiberMotion) -> list[tuple[str, str]]:
    return _moved(
        motion,
        "Along these velocities V of the filters U and all D_l have velocity 0:",
        *filters_text(motion.velocities.filters, name="V"),
        "The Jacobian has the largest rank at W, and all layers but the last have full row rank: parameters with the "
        "same U and the same D_l move in this way.",
    )


def _near(near: NearMotion) -> list[tuple[str, str]]:
    i, j = near.index
    return [
        ("Answer", "FOUND: yes, by Brouwer's theorem and the implicit function theorem; they are not written down."),
        ("Filters", "\n".join(filters_text(near.given.filters, written=rounded_text))),
        (
            "Exist",
            "The certificate has rational filters, rounded here. Real ones with exactly these invariants exist within "
            f"{radius_text(near.radius)} of them, entry by entry (Brouwer's theorem).",
        ),
        (
            "Motion",
            "Invertible matrices of the hidden channels act and keep U. At all filters so near, the velocities of the "
            f"invariants and of K({i},{j}) are together onto: at those with these D_l they stay while K moves.",
        ),
        ("NTK", NUMBERED),
    ]
