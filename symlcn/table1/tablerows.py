"""The rows of Table 1: which networks belong to each, and representatives of them.

Contents: :class:`Row`, :data:`ROWS`, :func:`representatives`.

A row is a property of networks (:mod:`symlcn.table1.tablenetworks`), with named examples and a way to draw others.
Nothing here says whether an NTK depends on anything: that is computed in :mod:`symlcn.table1.compute`. What the paper
prints in its Table 1, or says in its introduction of stride 1, is recorded in :attr:`Row.printed`, to compare with.

In several rows layers *share* a block or a class (:mod:`symlcn.network.architecture`): they use the same variable, or
the same space of polynomials in several variables.

References: Achour, Kohn, Rauhut, Table 1 and section 1.2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from symlcn.errors import LimitError
from symlcn.families.dense.network import Dense
from symlcn.families.densepolynomial.powernetwork import as_dense_polynomial, has_powers
from symlcn.network.architecture import parse_architecture
from symlcn.network.notation import parse_network
from symlcn.network.polynomialarchitecture import PolynomialArchitecture
from symlcn.table1.tablenetworks import (
    Network,
    Property,
    Range,
    both,
    draw_powered,
    draw_separated,
    draw_square,
    draw_stack,
    draw_widths,
    has_axis_layer,
    has_stride_one,
    is_broad,
    is_dilated,
    is_narrow,
    is_powered,
    is_separated,
    is_square,
    is_strided,
    is_thin,
    mixes,
    only_equal,
    unrestricted,
    unshared,
)

__all__ = ["ROWS", "Row", "representatives"]

MAX_DRAWS = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """A row: a property of networks, and networks that have it.

    Attributes
    ----------
    key : str
        A short name.
    title : str
        The property, in words.
    printed : str or None
        What the paper says of these networks: ``"independent"`` (of the parameters, for all invariants),
        ``"balanced"`` (independent if balanced, in general not), ``"dependent"`` (in general), or None: nothing.
    theorems : tuple of str
        What is known of all networks of the row, beyond the representatives: ``"classification"``, ``"scalar"``,
        ``"trace"``, ``"pairs"``, ``"neurons"``, ``"peeling"``.
    examples : tuple of str
        Notations of networks or, for fully connected ones, widths.
    fits : callable
        Whether a network has the property.
    draw : callable
        A random network, of which those that fit are kept.
    questions : tuple of str
        Which invariants are asked about, see :mod:`symlcn.table1.compute`.
    """

    key: str
    title: str
    printed: str | None
    theorems: tuple[str, ...]
    examples: tuple[str, ...]
    fits: Callable[[Network], bool]
    draw: Callable[[Random], Network]
    questions: tuple[str, ...] = ("every", "balanced", "matched", "other")

    @property
    def dense(self) -> bool:
        """Whether the networks are fully connected."""
        return self.examples[0][0] != "k"

    @property
    def family(self) -> str:
        """``"convolutional"``, ``"dense"`` (and linear), or ``"dense-polynomial"``."""
        if self.dense and has_powers(self.examples[0]):
            return "dense-polynomial"
        return "dense" if self.dense else "convolutional"


def representatives(row: Row, drawn: int, random: Random) -> tuple[tuple[Network, bool], ...]:
    """The examples of a row, then `drawn` random networks of it, all different, each with whether it was drawn.

    Raises
    ------
    LimitError
        If no further network is found.

    Examples
    --------
    >>> [(str(network), new) for network, new in representatives(ROWS[0], 0, Random(1))]
    [('2 2 2', False), ('3 3 3', False), ('2 2 2 2', False)]
    """
    found: list[tuple[Network, bool]] = [(_network(text), False) for text in row.examples]
    known = {str(network) for network, _ in found}
    for _ in range(MAX_DRAWS):
        if len(found) == len(row.examples) + drawn:
            return tuple(found)
        network = row.draw(random)
        if row.fits(network) and str(network) not in known:
            known.add(str(network))
            found.append((network, True))
    raise LimitError(f"row {row.key}: no {drawn} different networks were drawn")


def _network(text: str) -> Network:
    if text.startswith("k"):
        network = parse_network(text)
        return network if isinstance(network, PolynomialArchitecture) else parse_architecture(text)
    if has_powers(text):
        return as_dense_polynomial(text)
    return Dense(tuple(map(int, text.split())))


def _dense(
    key: str,
    title: str,
    theorems: tuple[str, ...],
    examples: tuple[str, ...],
    fits: Callable[[Network], bool],
    draw: Callable[[Random], Dense],
    questions: tuple[str, ...] = ("every", "balanced", "matched", "other"),
) -> Row:
    return Row(key, f"Fully connected, {title}", "balanced", theorems, examples, fits, draw, questions)


def _convolutional(
    key: str,
    title: str,
    printed: str | None,
    examples: tuple[str, ...],
    fits: tuple[Property, Property],
    draw: tuple[Range, Range, Range, Range],
) -> Row:
    return Row(key, title, printed, ("classification",), examples, partial(both, *fits), partial(draw_stack, *draw))


LINE = (1, 1)
SEVERAL = (2, 3)
PLAIN = (1, 1)

ROWS = (
    _dense("dense", "equal widths", ("scalar", "pairs"), ("2 2 2", "3 3 3", "2 2 2 2"), is_square, draw_square),
    _dense(
        "dense-narrow",
        "one hidden layer, no wider than input and output",
        ("scalar", "pairs"),
        ("3 2 4", "2 2 3"),
        is_narrow,
        partial(draw_widths, (2, 3), (2, 5)),
    ),
    _dense(
        "dense-thin",
        "all hidden widths 1, or widths 1 n 1",
        ("scalar", "trace"),
        ("2 1 2", "1 3 1"),
        is_thin,
        partial(draw_widths, (1, 4), (1, 4)),
        ("every", "balanced"),
    ),
    _convolutional(
        "strides",
        "1-D, all strides > 1",
        "independent",
        ("k3s2 k2", "k3s2 k3s2 k2", "k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2"),
        (is_strided, unrestricted),
        (LINE, (2, 5), (2, 4), PLAIN),
    ),
    _convolutional(
        "stride-one-pairs",
        "1-D, some stride 1, only size 2 where layers share a block",
        "dependent",
        ("k2 k2", "k2 k2 k2"),
        (has_stride_one, only_equal),
        (LINE, (2, 3), (1, 2), PLAIN),
    ),
    _convolutional(
        "stride-one",
        "1-D, some stride 1, otherwise",
        "dependent",
        ("k3 k2", "k3 k3"),
        (has_stride_one, mixes),
        (LINE, (2, 4), (1, 2), PLAIN),
    ),
    _convolutional(
        "broad",
        "D ≥ 2, no interchangeable layers",
        "independent",
        ("k2x2 k3x2", "k3x3s2 k3x3s2 k3x3"),
        (is_broad, unshared),
        (SEVERAL, (1, 3), (1, 2), PLAIN),
    ),
    _convolutional(
        "broad-equal",
        "D ≥ 2, interchangeable layers",
        "independent",
        ("k2x2 k2x2", "k3x3 k3x3 k3x3"),
        (is_broad, only_equal),
        (SEVERAL, (1, 3), (1, 2), PLAIN),
    ),
    _convolutional(
        "axis",
        "D ≥ 2 with axis layers, no layers share a block or a class",
        None,
        ("k3x1 k1x3",),
        (has_axis_layer, unshared),
        (SEVERAL, (1, 3), (1, 2), PLAIN),
    ),
    _convolutional(
        "axis-equal",
        "D ≥ 2 with axis layers, interchangeable layers, only size 2 where layers share a block",
        None,
        ("k2x1 k1x3 k2x1",),
        (has_axis_layer, only_equal),
        (SEVERAL, (1, 3), (1, 2), PLAIN),
    ),
    _convolutional(
        "axis-shared",
        "D ≥ 2 with axis layers, otherwise",
        None,
        ("k3x1 k1x2 k2x1",),
        (has_axis_layer, mixes),
        (SEVERAL, (1, 3), (1, 2), PLAIN),
    ),
    _convolutional(
        "dilated",
        "Dilations, no layers share a block or a class",
        None,
        ("k2 k2d2 k2d4 k2d8", "k3x3 k3x3d2"),
        (is_dilated, unshared),
        ((1, 2), (2, 3), (1, 2), (1, 4)),
    ),
    _convolutional(
        "dilated-equal",
        "Dilations, interchangeable layers, only size 2 where layers share a block",
        None,
        ("k2 k2d2 k2 k2d2",),
        (is_dilated, only_equal),
        ((1, 2), (2, 3), (1, 2), (1, 2)),
    ),
    _convolutional(
        "dilated-shared",
        "Dilations, otherwise",
        None,
        ("k3d2 k2 k2d2",),
        (is_dilated, mixes),
        ((1, 2), (1, 3), (1, 2), (1, 2)),
    ),
    Row(
        "neurons",
        "Fully connected, one hidden layer with x^r, r ≥ 3, 2 neurons or more, no wider than the input",
        None,
        ("neurons",),
        ("2 r3 2 1", "3 r4 3 2"),
        is_powered,
        draw_powered,
    ),
    Row(
        "activations",
        "Convolutions of any kind with x^r, r ≥ 2, between all layers",
        None,
        ("peeling",),
        ("k3 r2 k2", "k2 r3 k2 r2 k2", "k3x3s2 r2 k3x3"),
        is_separated,
        draw_separated,
    ),
)
"""The rows, in the order of the paper's table, then those that it does not have."""
