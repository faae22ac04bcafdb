"""What is said of one step of the derivation of the number of orbits: its piece, hypotheses with numbers, what follows.

Contents: :func:`applied`, :func:`base_of`, :func:`statements`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import prod

from symlcn.algebra.exact import integer_text
from symlcn.families.multichannel.basepoint import BasePoint
from symlcn.families.multichannel.chain import Chain
from symlcn.families.multichannel.closedforms import beyond, form_counted, is_beyond, line_shape, runs, scalar_layers
from symlcn.families.multichannel.derivation import Step
from symlcn.families.multichannel.saturation import Cut, common_exponents, polyphase_classes
from symlcn.families.multichannel.syzygies import syzygy_degrees
from symlcn_cli.pages.formulas import BREAK, integer, number_list, vector
from symlcn_cli.pages.model import Strong, Text, text

__all__ = ["applied", "base_of", "statements"]

MAX_RUNS = 20


def statements(step: Step) -> Iterator[str]:
    """The names of all that a step uses."""
    yield step.theorem
    if step.theorem not in ("merged", "syzygies") and _normalised(step):
        yield "normal form"
    base = base_of(step)
    if base is not None and base.chain.channels != step.piece.normal().channels:
        yield "scaling"


def _normalised(step: Step) -> bool:
    return step.piece.normal().channels != step.piece.channels or step.piece.normal().sizes != step.piece.sizes


def base_of(step: Step) -> BasePoint | None:
    return step.cut.base if isinstance(step.cut, Cut) else step.base


def applied(step: Step) -> Text:
    """One step: its piece, its normal form, the hypotheses with numbers, and what follows."""
    parts = [part for part in (_form(step), _APPLIED[step.theorem](step), _scaled(step)) if part]
    words = " ".join(part[0].upper() + part[1:] for part in parts)
    return text(f"{{}} {words}", Strong(f"{_place(step.piece.places)}."))


def _place(layers: Sequence[int]) -> str:
    numbers = [layer + 1 for layer in layers]
    if len(numbers) == 1:
        return f"Layer {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"Layers {numbers[0]} to {numbers[-1]}"
    return f"Layers {number_list(numbers)}"


def _form(step: Step) -> str:
    """Which chain the theorem is applied to, where that is the normal form of the piece."""
    if step.theorem in ("merged", "syzygies") or not _normalised(step):
        return ""
    normal = step.piece.normal()
    if len(normal) == 1:
        return f"by the normal form it is layer {normal.places[0] + 1} with channels {_channels(normal)}."
    sizes = ", ".join("×".join(map(str, size)) for size in normal.sizes)
    return f"its normal form has the channels {_channels(normal)} and the sizes {sizes}."


def _channels(chain: Chain) -> str:
    return f"${vector([str(c) for c in chain.channels])}$"


def _scaled(step: Step) -> str:
    """The lemmas by which a smaller network stands for this one."""
    base, normal = base_of(step), step.piece.normal()
    if base is None or base.chain.channels == normal.channels:
        return ""
    own = base.chain.channels
    n = normal.channels[1] // own[1]
    blocks = f"with $n = {n}$ equal blocks" if n > 1 else "as it is"
    more = [
        f"from ${n * few}$ to ${many}$ {which} channels"
        for few, many, which in (
            (own[0], normal.channels[0], "input"),
            (own[-1], normal.channels[-1], "output"),
        )
        if n * few < many
    ]
    ends = f", and further ends, {' and '.join(more)}" if more else ""
    return f"By scaling this carries over: {blocks}{ends}."


def _at(base: BasePoint) -> str:
    return f"at filters with the channels {_channels(base.chain)}"


# The hypotheses of each theorem


def _one_layer(_step: Step) -> str:
    return "one orbit."


def _hidden_one(step: Step) -> str:
    inner = scalar_layers(form_counted(step.piece, "hidden channels 1"))
    if inner is None:
        return "all hidden channels are 1, and no layer is a polynomial: one orbit."
    return f"all hidden channels are 1; the degree of {inner} is ${integer(step.orbits or 1)}$."


def _equal(step: Step) -> str:
    chain = form_counted(step.piece, "equal channels")
    c = chain.channels[0]
    found = [[chain.places[layer] + 1 for layer in run] for run in runs(chain)]
    several = [
        rf"layers {', '.join(map(str, places))}: ${_multinomial([c * (chain.counts[l] - 1) for l in run])}$"
        for places, run in zip(found, runs(chain), strict=True)
        if len(run) > 1
    ]
    if len(several) > MAX_RUNS:
        several = [*several[:MAX_RUNS], "…"]
    said = f"the runs of several layers are {'; '.join(several)}" if several else "no run has several layers"
    return f"all channels are $c = {c}$ and the exponents divide one another; {said}. {_orbits(step)}"


def _multinomial(parts: Sequence[int]) -> str:
    below = r" \cdot ".join(f"{n}!" for n in parts)
    return rf"({' + '.join(map(str, parts))})! / ({below})"


def _orbits(step: Step) -> str:
    return f"Orbits: ${integer(step.orbits or 1)}$."


def _square_run(step: Step) -> str:
    chain = form_counted(step.piece, "square run")
    shape = line_shape(chain)
    degrees = [] if shape is None else shape.degrees
    c, delta = chain.channels[1], sum(degrees)
    rest = [c * (k - 1) for k in ([] if shape is None else shape.sizes[1:])]
    return (
        rf"$c = {c}$, $n = {len(degrees)}$ and $\Delta = {delta}$, so the number is "
        f"${_multinomial([delta, *rest])}$. {_orbits(step)}"
    )


def _two_layers(step: Step) -> str:
    chain = form_counted(step.piece, "two layers")
    shape = line_shape(chain)
    n = 0 if shape is None else len(shape.degrees)
    return rf"$r = {chain.channels[1]}$, $n = {n}$, $c_2 = {chain.channels[2]}$, not all equal: one orbit."


def _line(step: Step) -> Chain:
    normal = step.piece.normal()
    return next(form for form in (normal, normal.reversed) if is_beyond(form))


def _by_rank(step: Step) -> str:
    chain = _line(step)
    shape = line_shape(chain)
    n = 0 if shape is None else len(shape.degrees)
    return (
        rf"$r = {chain.channels[1]}$ lies between $n = {n}$ and $c_2 = {chain.channels[2]}$. {_rank(step)} So the "
        "excess is 0, and there is one orbit."
    )


def _rank(step: Step) -> str:
    base = step.base
    if base is None:
        return ""
    own = base.chain
    return (
        f"The Jacobian has the rank ${own.parameters} - {own.group} {BREAK} = {own.parameters - own.group}$ of all "
        rf"parameters less $\dim G$, {_at(base)}."
    )


def _finite(step: Step) -> str:
    return f"{_rank(step)} The excess is 0: finitely many orbits. Their number is left open."


def _saturated(step: Step) -> str:
    cut, normal = step.cut, step.piece.normal()
    if not isinstance(cut, Cut):
        return ""
    c = normal.channels[cut.layer]
    exponents = ", ".join(str(e) if e else r"\infty" for e in common_exponents(normal, cut.layer))
    columns = normal.channels[0] * prod(map(len, polyphase_classes(normal, cut.layer)))
    later = min(normal.channels[cut.layer + 1 :])
    parts = [
        f"the cut after layer {normal.places[cut.layer - 1] + 1}, $c = {c}$, $e = ({exponents})$, $n = {columns}$ "
        "columns.",
        rf"(R1) $c \le {later}$, the least number of channels after it.",
    ]
    if cut.point is None or cut.base is None:
        parts.append(rf"(R2) $c \le n = {columns}$, as $B'$ is generic.")
    else:
        small = cut.base.chain.channels[cut.layer]
        parts.append(
            f"(R2) $B'$ has the rank ${small}$ at $X = {vector([str(x) for x in cut.point])}$, {_at(cut.base)}."
        )
    parts.append(f"(R3) {_third(cut, normal, columns)}")
    return " ".join([*parts, "The cut is rigid."])


def _third(cut: Cut, normal: Chain, columns: int) -> str:
    """How the third condition is shown."""
    c = normal.channels[cut.layer]
    if cut.curve is None or cut.base is None or cut.degree is None:
        if cut.side == "before":
            return f"$n = {columns} > {c}$, and $B'$ is a generic matrix of polynomials."
        return f"$A$ is the last layer, a generic matrix with ${normal.channels[-1]} > {c}$ rows."
    small = cut.base.chain.channels[cut.layer]
    lines = ", ".join(f"x_{{{d}}} = ({a} t + {b}) / ({g} t + {e})" for d, (a, b, g, e) in enumerate(cut.curve, 1))
    which = "$B'$" if cut.side == "before" else "$A$"
    return (
        f"for {which} on the curve ${lines.replace(', ', f',{BREAK}')}$, {_at(cut.base)}: in degree $N = {cut.degree}$ "
        f"the combinations of its vectors have the rank ${small} \\cdot {cut.degree + 1} = {small * (cut.degree + 1)}$."
    )


def _tangent(step: Step) -> str:
    base, end = step.base, step.theorem.partition(" ")[0]
    if base is None:
        return ""
    own = base.chain
    rank = own.parameters - own.group
    number = own.channels[1] if end == "first" else own.channels[-2]
    line = "columns" if end == "first" else "rows"
    return (
        rf"{_rank(step)} Of the ${own.entries}$ entries of $U$ this leaves $\dim \Phi = {own.entries - rank}$ "
        f"functionals, and the {line} $b$ have exactly the dimension ${number}$. The {end} layer is determined."
    )


def _merged(step: Step) -> str:
    chain, cuts = step.piece, step.merged
    needed = chain.parameters - chain.group
    kept = ", ".join(str(chain.places[cut - 1] + 1) for cut in cuts)
    which = f"all but the cuts after layers {kept} are merged" if cuts else "all layers are merged into one"
    return (
        f"{which}: $\\dim M \\le {chain.merged_bound(cuts)}$, and the parameters less $\\dim G$ are "
        f"${chain.parameters} - {chain.group} {BREAK} = {needed}$. So the excess is at least "
        f"${needed - chain.merged_bound(cuts)}$."
    )


def _syzygies(step: Step) -> str:
    chain, (layer, against) = step.piece, step.moving or (0, 0)
    own, place, end = (
        (chain, layer, against)
        if against < layer
        else (chain.reversed, len(chain) - 1 - layer, len(chain) - 1 - against)
    )
    columns, degrees = syzygy_degrees(own, place, end)
    room = vector([str(k - 1) for k in own.sizes[place]])
    turned = "" if own is chain else ", of the transposed product"
    return (
        f"layer {layer + 1} against the layers up to layer {against + 1}{turned}: $c = {own.channels[place]} > n = "
        rf"{columns}$, and $\sum_j d_j = {vector([str(d) for d in degrees])} \le {room}$. The excess is positive."
    )


def _beyond(step: Step) -> str:
    chain = _line(step)
    shape = line_shape(chain)
    degrees = [] if shape is None else shape.degrees
    return (
        rf"$r = {chain.channels[1]}$, $n = {len(degrees)}$, $\Delta = {sum(degrees)}$, $c_2 = {chain.channels[2]}$, "
        f"$m = {max(chain.counts[1] - 1, 0)}$: the excess is at least ${integer_text(beyond(chain))}$."
    )


_APPLIED: dict[str, Callable[[Step], str]] = {
    "one layer": _one_layer,
    "hidden channels 1": _hidden_one,
    "equal channels": _equal,
    "square run": _square_run,
    "two layers": _two_layers,
    "two layers by rank": _by_rank,
    "rank": _finite,
    "saturated": _saturated,
    "first layer": _tangent,
    "last layer": _tangent,
    "merged": _merged,
    "syzygies": _syzygies,
    "two layers beyond": _beyond,
}
