"""Kind "inverse": filters as rational functions of the end-to-end filter.

Contents: :func:`check`, :func:`check_chart`.

"accepted" means: layers with the same active directions and exponents form the groups, and each chart of a group is a
list F of polynomials in the entries of u with F(mu(w)) = theta(w) w_g identically, theta being a polynomial other than
0 and w_g the entries of the product of the filters of the group. So F(u) is that product up to a scalar wherever F(u)
is not 0, and F is 0 at no generic u. Where ``place`` is given, F(u) is 0 at u = mu(w) exactly where that entry of F is.
A chart may instead have the keys ``cells``, null or the entries of w_g that it gives, and ``given``, a list of [group,
chart]: then the variables of F are the entries of u followed by those of these charts, F is homogeneous in the
variables of each of them, and F(mu(w), w) = theta(w) w_g, with the filters themselves as what is given: so F gives the
filter up to a scalar wherever the charts given, each up to a scalar, and F are not 0. No chart depends on itself.
``symmetric`` says that the group has several layers, all axis layers or all of one size. Where it has layers of
different sizes, ``parts`` names the step that gives the product of those of each size. A step is a system of linear
equations with coefficients in Z[u] and in what is given by charts of other groups or earlier steps of the group; its
kernel is a line at generic u, so that it gives what spans it by rational functions of u: its maximal minors, defined
where its rank is one less than the number of columns and that is not 0 (stepwise.py). ``covers`` says that the domains
contain all smooth points of the closure of the neuromanifold: there is one group, with a chart without zeros or with
the product as part of u, or see stepwise.covers. If undecided, formulas for some layers are missing; those given hold.
"""

from __future__ import annotations

from math import prod

from ...algebra.sparse import Chart, Terms, check_order, compose, multiple, quotient, read_chart, read_formulas
from ...core.arithmetic import Rational
from ...core.limits import Work
from ...core.outcome import NOTHING, Malformed, Rejected, Statement
from ...core.reading import integer, json_list, json_object
from ...core.recomputed import compare
from ...network.architecture import Architecture
from ...network.generic import DEFINED, generic_product, groups_of
from ...network.variables import named_entries
from .steps.scene import Group, Witness, read_witness
from .steps.stepwise import Step, check_steps, covers

SMOOTH = "the end-to-end filter is not 0 and is a smooth point of the closure of the neuromanifold"


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    if delta is not None:
        raise Malformed("delta", "must be null: the inverse does not depend on it")
    if item["result"] is None:
        if status != "undecided":
            raise Malformed("result", "must not be null")
        return Statement(NOTHING)
    result = json_object(item["result"], "birational covers variables groups witness", "result")
    groups = groups_of(architecture)
    named = named_entries(result["variables"], architecture, work)
    sorts = [_classes(architecture, members) for members, _, _ in groups]
    compare(result["birational"], all(len(one) == 1 for own in sorts for one in own), "result.birational")
    keys = "layers symmetric charts steps parts"
    parts = [
        json_object(entry, keys, f"result.groups[{n}]")
        for n, entry in enumerate(json_list(result["groups"], "result.groups", len(groups)))
    ]
    for n, part in enumerate(parts):
        compare(part["layers"], groups[n][0], f"result.groups[{n}].layers")
        compare(
            part["symmetric"], [groups[n][0]] == sorts[n] and len(groups[n][0]) > 1, f"result.groups[{n}].symmetric"
        )
    charts, everywhere = _check_charts(architecture, groups, parts, named, work)
    steps, witness = _check_steps(architecture, groups, parts, result["witness"], work)
    if witness is not None and named is not None:
        raise Malformed("result.variables", "must be all entries of the end-to-end filter where there are steps")
    solved = [any(len(chart.own) == prod(groups[n][1]) for chart in own) for n, own in enumerate(charts)]
    told = [
        _check_parts(sorts[n], steps[n], part["parts"], f"result.groups[{n}].parts") for n, part in enumerate(parts)
    ]
    complete = all(_solved(witness, steps, solved)) and all(told)
    covered = not groups or (
        complete and len(groups) == len(sorts[0]) == 1 and (everywhere or _has(steps[0], "product"))
    )
    covered = covered or (complete and witness is not None and covers(witness, steps))
    if not isinstance(result["covers"], bool) or (result["covers"] and not covered):
        raise Rejected("result.covers", "is not shown: the domains are not known to contain all smooth points")
    if complete != (status == "proved"):
        raise Rejected("status", "must be proved exactly where there are formulas for all that is rational")
    number = "1 group" if len(groups) == 1 else f"{len(groups)} groups"
    text = f"filters of {number} of layers, up to scalars, as rational functions of the end-to-end filter"
    return Statement(text, (SMOOTH if result["covers"] else DEFINED,))


def _classes(architecture: Architecture, members: list[int]) -> list[list[int]]:
    """The layers of a group which the generic fiber tells apart: by sizes, but all together in an axis block."""
    found: dict[object, list[int]] = {}
    for n in members:
        found.setdefault(len(architecture.active[n]) > 1 and architecture.sizes[n], []).append(n)
    return list(found.values())


def _check_charts(
    architecture: Architecture,
    groups: list[Group],
    parts: list[dict[str, object]],
    named: list[tuple[int, ...]] | None,
    work: Work,
) -> tuple[list[list[Chart]], bool]:
    """Establishes the charts; returns them, and whether there is one of the first group that is defined everywhere."""
    listed = [json_list(part["charts"], f"result.groups[{n}].charts") for n, part in enumerate(parts)]
    if not any(listed):
        return [[] for _ in parts], False
    sizes, exponents = [size for _, size, _ in groups], [exponent for _, _, exponent in groups]
    products, numbers = generic_product(sizes, exponents, architecture.extents(), named, work)
    charts = [
        [read_chart(chart, numbers[n], f"result.groups[{n}].charts[{k}]") for k, chart in enumerate(own)]
        for n, own in enumerate(listed)
    ]
    check_order(charts, work)
    constant = [[check_chart(chart, charts, products, work) for chart in own] for own in charts]
    full = [len(chart.own) == len(numbers[0]) and not chart.given for chart in charts[0]]
    return charts, any(one and other for one, other in zip(constant[0], full, strict=True))


def _check_steps(
    architecture: Architecture, groups: list[Group], parts: list[dict[str, object]], value: object, work: Work
) -> tuple[list[list[Step]], Witness | None]:
    """Establishes the steps, and that there is a witness exactly where there are steps."""
    if not any(json_list(part["steps"], f"result.groups[{n}].steps") for n, part in enumerate(parts)):
        if value is not None:
            raise Malformed("result.witness", "must be null where there are no steps")
        return [[] for _ in parts], None
    witness = read_witness(value, architecture, groups, work)
    steps = [check_steps(witness, n, part["steps"], f"result.groups[{n}].steps") for n, part in enumerate(parts)]
    return steps, witness


def _solved(witness: Witness | None, steps: list[list[Step]], charts: list[bool]) -> list[bool]:
    """Whether the product of each group is given, by a chart or by steps that use groups of which it is given."""
    solved = list(charts)
    while witness is not None:
        witness.work.spend(len(charts) ** 2)
        more = [
            solved[n]
            or (_has(steps[n], "product") and all(solved[other] for other in witness.inner[n]))
            or (_has(steps[n], "quotient") and all(solved[:n]) and all(solved[n + 1 :]))
            for n in range(len(charts))
        ]
        if more == solved:
            break
        solved = more
    return solved


def _has(steps: list[Step], kind: str) -> bool:
    return any(step.kind == kind for step in steps)


def _check_parts(sorts: list[list[int]], steps: list[Step], value: object, where: str) -> bool:
    """Establishes which step gives each class of a group; whether none is missing."""
    listed = json_list(value, where, len(sorts) if len(sorts) > 1 else 0)
    left = [n for own in sorts for n in own]
    gives: list[list[int]] = []
    for step in steps:
        if step.kind == "rest":
            left = [n for n in left if n not in step.layers]
        gives.append({"factor": step.layers, "rest": sorted(left)}.get(step.kind, []))
    found: list[list[int]] = []
    complete = True
    for n, entry in enumerate(listed):
        part = json_object(entry, "layers step", f"{where}[{n}]")
        layers = next((own for own in sorts if own == part["layers"] and own not in found), None)
        if layers is None:
            raise Rejected(f"{where}[{n}].layers", "are not all layers of one size, or listed before")
        compare(part["layers"], layers, f"{where}[{n}].layers")
        found.append(layers)
        if part["step"] is None:
            complete = False
        elif gives[integer(part["step"], f"{where}[{n}].step", 0, len(steps) - 1)] != layers:
            raise Rejected(f"{where}[{n}].step", "does not give the product of the filters of these layers")
    return complete


def check_chart(chart: Chart, charts: list[list[Chart]], products: list[Terms], work: Work) -> bool:
    """Establishes that a chart gives its part of the filter up to a scalar; whether its domain is everything."""
    images = list(products)
    blocks: list[range] = []
    for group, k in chart.given:
        own = charts[group][k].own
        blocks.append(range(len(images), len(images) + len(own)))
        images += [{(number,): 1} for number in own]
    work.spend(len(images))
    place = f"{chart.where}.entries"
    formulas = read_formulas(chart.entries, len(chart.own), len(images), place)
    work.spend(sum(len(monomial) for terms in formulas for monomial in terms) * (1 + len(blocks)))
    for block in blocks:
        if len({sum(n in block for n in monomial) for terms in formulas for monomial in terms}) > 1:
            raise Rejected(place, "are not homogeneous in the entries of a chart that is given")
    theta = multiple([compose(formula, images, work) for formula in formulas], chart.own)
    if theta is None:
        raise Rejected(place, "composed with mu, are no multiple of the filter")
    if chart.place is not None:
        entry = integer(chart.place, f"{chart.where}.place", 0, len(formulas) - 1)
        if quotient(theta, chart.own[entry]) is None:
            raise Rejected(f"{chart.where}.place", "the zeros of this entry are not seen to be those of all")
    return theta.keys() == {()}
