"""The real points of the closure outside the neuromanifold, in words.

Contents: :func:`real_points_text`.
"""

from __future__ import annotations

from itertools import product

from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.equations.outside import Kind, Outside, Pattern, patterns
from symlcn.network.architecture import Architecture
from symlcn.network.classify import classify

MAX_KINDS = 12
MAX_LISTED = 8

Cases = list[tuple[Pattern | None, ...]]


def real_points_text(architecture: Architecture, found: Outside | str) -> str:
    """Which they are: conditions on degrees and real roots of gcds, and inequalities where these are of degree 2."""
    birational = classify(architecture).birational
    if found == "conjugate":
        return (
            "A real point of the closure at which it is normal, for example smooth, lies in the neuromanifold unless "
            "filters over it in interchangeable layers are complex conjugates: by Zariski's main theorem its preimages "
            "over C are one orbit of permutations of these layers, which conjugation permutes. Other real points of "
            "the closure may lie outside; they are not described here."
        )
    if isinstance(found, str):
        return (
            "All real points of the closure at which it is normal, for example smooth, lie in the neuromanifold: π is "
            "birational, so by Zariski's main theorem they have one preimage over C, which is real. Other real points "
            "of the closure may lie outside; they are not described here."
        )
    if not found.kinds:
        return "All real points of the closure lie in the neuromanifold."
    names = [f"v_{j}(x^{e})" if e > 1 else f"v_{j}(x)" for j, e in enumerate(found.exponents, start=1)]
    largest = f", where {names[-1]} is the largest divisor of u of this form" if len(names) > 1 else ""
    further = ", the one before it that of the quotient, and so on" if len(names) > 2 else ""
    lines = [
        f"A real u ≠ 0 is {'·'.join(names)}{largest}{further}. Roots at 0 and ∞ count. The real points of the closure "
        "outside the neuromanifold are those with",
        *(_kind(architecture, found, kind) for kind in found.kinds[:MAX_KINDS]),
    ]
    if len(found.kinds) > MAX_KINDS:
        lines.append(f"  and {len(found.kinds) - MAX_KINDS} more kinds; --json lists them")
    if birational:
        lines.append("All of them are singular points of the closure.")
    return "\n".join(lines)


def _kind(architecture: Architecture, found: Outside, kind: Kind) -> str:
    degrees = f"  degrees {', '.join(map(str, kind.degrees))}" if len(kind.degrees) > 1 else "  "
    words = ", ".join(_conditions(kind))
    first = ": " if len(kind.degrees) > 1 else ""
    return f"{degrees}{first if words else ''}{words}{_explicit(architecture, found, kind)}"


def _conditions(kind: Kind) -> list[str]:
    """One condition for each v_j whose roots matter, or the cases if these do not separate."""
    options: list[list[Pattern | None]] = [list(patterns(d)) for d in kind.degrees]
    if kind.roots[0][0] is None:
        options[0] = [None]
    cases = list(kind.roots)
    matter = [j for j, own in enumerate(options) if not _free(cases, j, own)]
    chosen = [sorted({case[j] for case in cases if case[j] is not None}) for j in matter]  # type: ignore[type-var]
    if len({tuple(case[j] for j in matter) for case in cases}) == len(list(product(*chosen))):
        return [_words(j + 1, kind.degrees[j], own) for j, own in zip(matter, chosen, strict=True)]  # type: ignore[arg-type]
    which = ", ".join(f"v_{j + 1}" for j in matter)
    distinct = sorted({tuple(case[j] or (0, 0, 0) for j in matter) for case in cases})
    shown = "; ".join(" ".join(map(str, case)) for case in distinct[:MAX_LISTED])
    return [f"roots (at 0 or ∞, positive, negative) of {which}: {shown}{'; …' if len(distinct) > MAX_LISTED else ''}"]


def _free(cases: Cases, j: int, own: list[Pattern | None]) -> bool:
    """Whether the cases do not depend on the roots of v_j."""
    known = set(cases)
    return all((*case[:j], other, *case[j + 1 :]) in known for case in cases for other in own)


def _words(j: int, degree: int, listed: list[Pattern]) -> str:
    every = list(patterns(degree))
    if listed == [(0, 0, 0)]:
        return f"v_{j} without real roots" + (" (discriminant < 0)" if degree == 2 else "")
    if set(listed) == {own for own in every if not own[0] and not own[1]}:
        return f"v_{j} without roots in [0, ∞]"
    if set(listed) == {own for own in every if not own[0]}:
        return f"v_{j} without roots at 0 and ∞"
    shown = ", ".join(map(str, listed[:MAX_LISTED])) + (", …" if len(listed) > MAX_LISTED else "")
    return f"v_{j} with roots (at 0 or ∞, positive, negative): {shown}"


def _explicit(architecture: Architecture, found: Outside, kind: Kind) -> str:
    """In the entries of u, where u is one v_j(x^e) of degree 2."""
    (j, *others) = [j for j, d in enumerate(kind.degrees) if d]
    if others or kind.degrees[j] != 2 or kind.roots != ((*(None if p is None else (0, 0, 0) for p in kind.roots[0]),),):
        return ""
    names, e = variable_names(architecture), found.exponents[j]
    low, middle, high = names[0], names[e], names[2 * e]
    zero = [name for n, name in enumerate(names) if n % e]
    vanish = f"{' = '.join(zero)} = 0 and " if zero and len(zero) <= MAX_LISTED else ""
    if zero and not vanish:
        return ""
    return f", that is {vanish}{middle}^2 < 4*{low}*{high}"
