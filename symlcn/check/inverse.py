"""Kind "inverse": filters as rational functions of the end-to-end filter.

Contents: :func:`check`, :func:`check_chart`, :func:`check_variables`.

"accepted" means: layers with the same active directions and exponents form the groups, and each chart of a group is a
list F of polynomials in the entries of u with F(mu(w)) = theta(w) w_g identically, theta being a polynomial other than
0 and w_g the entries of the product of the filters of the group. So F(u) is that product up to a scalar wherever F(u)
is not 0, and F is 0 at no generic u. Where ``place`` is given, F(u) is 0 at u = mu(w) exactly where that entry of F is.
A chart may instead have the keys ``cells``, null or the entries of w_g that it gives, and ``given``, a list of [group,
chart]: then the variables of F are the entries of u followed by those of these charts, F is homogeneous in the
variables of each of them, and F(mu(w), w) = theta(w) w_g, with the filters themselves as what is given: so F gives the
filter up to a scalar wherever the charts given, each up to a scalar, and F are not 0. No chart depends on itself.
``symmetric`` says that the group has several layers, all axis layers or all of one size. That domains cover all smooth
points is an assumption where it is claimed. If undecided, formulas for some layers are missing; those given hold.
"""

from __future__ import annotations

from math import prod

from .arithmetic import Rational
from .formulas import (
    Chart,
    Terms,
    check_order,
    compose,
    generic_product,
    groups_of,
    multiple,
    quotient,
    read_chart,
    read_formulas,
)
from .limits import MAX_PARAMETERS, Work
from .model import Architecture
from .outcome import Malformed, Rejected
from .reading import integer, json_list, json_object, string
from .result import compare

COVERS = "the domains of the charts contain all smooth points of the Zariski closure of the neuromanifold"


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> str:
    """Establishes all that is particular to a certificate of this kind; returns the claim."""
    if delta is not None:
        raise Malformed("delta", "must be null: the inverse does not depend on it")
    if status == "undecided" and not string(item["reason"], "reason"):
        raise Malformed("reason", "is empty")
    if item["result"] is None:
        if status != "undecided" or item["assumptions"]:
            raise Malformed("result", "must not be null")
        return "undecided: nothing is claimed"
    result = json_object(item["result"], "birational covers variables groups", "result")
    groups = groups_of(architecture)
    if prod(architecture.extents()) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    check_variables(result["variables"], architecture)
    compare(result["birational"], all(len(members) == 1 for members, _, _ in groups), "result.birational")
    if not isinstance(result["covers"], bool):
        raise Malformed("result.covers", "expected true or false")
    if item["assumptions"] != [COVERS] * result["covers"]:
        raise Rejected("assumptions", "must be that the domains cover, exactly where result.covers is true")
    sizes, exponents = [size for _, size, _ in groups], [exponent for _, _, exponent in groups]
    products, numbers = generic_product(sizes, exponents, architecture.extents(), work)
    complete = True
    parts = json_list(result["groups"], "result.groups", len(groups))
    charts: list[list[Chart]] = []
    for n, entry in enumerate(parts):
        where, members = f"result.groups[{n}]", groups[n][0]
        part = json_object(entry, "layers symmetric charts", where)
        compare(part["layers"], members, f"{where}.layers")
        alike = len({architecture.sizes[l] for l in members}) == 1 or len(architecture.active[members[0]]) == 1
        compare(part["symmetric"], len(members) > 1 and alike, f"{where}.symmetric")
        listed = json_list(part["charts"], f"{where}.charts")
        charts.append([read_chart(chart, numbers[n], f"{where}.charts[{k}]") for k, chart in enumerate(listed)])
        complete = complete and any(len(c.own) == len(numbers[n]) for c in charts[n]) and (len(members) == 1 or alike)
    check_order(charts, work)
    for chart in (chart for own in charts for chart in own):
        check_chart(chart, charts, products, work)
    if complete != (status == "proved"):
        raise Rejected("status", "must be proved exactly where each group has a chart and is of one kind of layers")
    return f"filters of {len(groups)} groups of layers as rational functions of the end-to-end filter: {status}"


def check_chart(chart: Chart, charts: list[list[Chart]], products: list[Terms], work: Work) -> None:
    """Establishes that a chart gives its part of the filter up to a scalar."""
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


def check_variables(value: object, architecture: Architecture) -> None:
    """Establishes the names of the entries: A, B, C, ... for up to 26 in one direction, otherwise u_3 or u_0_2."""
    extents = architecture.extents()
    names = ["u"]
    for extent in extents:
        names = [f"{name}_{i}" for name in names for i in range(extent)]
    if len(extents) == 1 and extents[0] <= 26:
        names = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: extents[0]])
    if value != names:
        raise Rejected("result.variables", "are not the names of the entries of the end-to-end filter")
