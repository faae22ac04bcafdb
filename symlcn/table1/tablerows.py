"""The rows of Table 1, :data:`ROWS`.

What the paper prints in its Table 1, or says in its introduction of stride 1, is recorded in
:attr:`~symlcn.table1.tablerow.Row.printed`, to compare with.

In several rows layers *share* a block or a class (:mod:`symlcn.network.architecture`): they use the same variable, or
the same space of polynomials in several variables.

References: Achour, Kohn, Rauhut, Table 1 and section 1.2.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from random import Random

from symlcn.families.dense.network import Dense
from symlcn.table1.channelnetworks import (
    draw_channels,
    draw_downsampling,
    exchanges_roots,
    has_one_width,
    has_spare_parameters,
    is_downsampling,
)
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
from symlcn.table1.tablerow import Row

__all__ = ["ROWS"]


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
SCALARS = ("every", "balanced", "matched")

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
    Row(
        "channels-equal",
        "Channels, equal, D ≥ 2",
        None,
        ("orbit",),
        ("c2 k2x2c2 k2x2c2", "c64 k3x3c64 k3x3c64"),
        has_one_width,
        partial(draw_channels, SEVERAL, (2, 3), True),
        SCALARS,
    ),
    Row(
        "channels-downsampling",
        "Channels, two layers, D ≥ 2, strides > 1, fewer hidden ones than inputs times strides, no more than outputs",
        None,
        ("orbit",),
        ("c2 k3x3s2c4 k3x3c4", "c64 k3x3s2c128 k3x3c128"),
        is_downsampling,
        draw_downsampling,
        SCALARS,
    ),
    Row(
        "channels-run",
        "Channels, equal, 1-D, strides 1",
        None,
        ("exchange",),
        ("c2 k2c2 k2c2", "c2 k3c2 k2c2"),
        exchanges_roots,
        partial(draw_channels, LINE, (2, 3), True),
        SCALARS,
    ),
    Row(
        "channels-spare",
        "Channels, two layers, concise, more parameters than entries of U and dim G together",
        None,
        ("family",),
        ("k2c2 k2", "c2 k3x3c4 k3x3"),
        has_spare_parameters,
        partial(draw_channels, (1, 2), (2, 3), False),
        SCALARS,
    ),
)
"""The rows, in the order of the paper's table, then those that it does not have."""
