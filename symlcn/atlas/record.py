"""What the atlas keeps of one network: a row, and rows as columns of Arrow.

Contents: :class:`Record`, :class:`Column`, :data:`COLUMNS`, :func:`schema`, :func:`batch`.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any, NamedTuple, TypeAlias

__all__ = ["COLUMNS", "Column", "Record", "batch", "schema"]

RecordBatch: TypeAlias = Any
"""A :class:`pyarrow.RecordBatch`; pyarrow has no types, and is loaded when it is needed only."""


class Record(NamedTuple):
    """One network and what is known of it; what each field is stands in :data:`COLUMNS`.

    None where it does not apply, or is not known.
    """

    architecture: str
    family: str
    directions: int
    layers: int
    parameters: int
    strided: bool
    dilated: bool
    channels: int
    axis_layers: int
    status: str
    reason: str | None
    degree: str | None
    orbits: str | None
    excess: int | None
    concise: bool | None
    birational: bool | None
    ntk: str | None
    delta_locus: str | None
    interchangeable: str | None
    dimension: int | None
    ambient: str | None
    image_degree: str | None
    evidence: str
    certificate: str | None
    probes: int
    contradictions: str | None
    version: str


class Column(NamedTuple):
    """A column: its name, what kind of values it holds, and what these are.

    The kinds: ``text``; ``json``, text that is JSON; ``exact``, an integer of any size as decimal text, which queries
    see as a number; ``integer``; ``flag``, true or false.
    """

    name: str
    kind: str
    about: str


COLUMNS = tuple(
    Column(*words)
    for words in (
        ("architecture", "text", "canonical notation"),
        ("family", "text", "linear, channels or activations"),
        ("directions", "integer", "number of directions"),
        ("layers", "integer", "number of layers"),
        ("parameters", "integer", "number of entries of all filters"),
        ("strided", "flag", "whether a stride exceeds 1"),
        ("dilated", "flag", "whether a dilation exceeds 1"),
        ("channels", "integer", "the largest number of channels"),
        ("axis_layers", "integer", "number of layers with one active direction"),
        ("status", "text", "proved, refuted or undecided, as certify answers"),
        ("reason", "text", "why it is undecided"),
        ("degree", "exact", "complex points of the generic projective fiber"),
        ("orbits", "exact", "orbits of hidden invertible matrices in the generic fiber, with channels"),
        ("excess", "integer", "dimension of the generic fiber beyond that of an orbit"),
        ("concise", "flag", "whether all hidden channels matter"),
        ("birational", "flag", "whether the generic fiber is one point, up to what always changes nothing"),
        ("ntk", "text", "independent, independent-on-locus or dependent"),
        ("delta_locus", "json", "the linear forms in the invariants that must vanish"),
        ("interchangeable", "json", "groups of interchangeable layers, from 0"),
        ("dimension", "integer", "dimension of the neuromanifold, as a cone"),
        ("ambient", "exact", "number of coefficients of the functions"),
        ("image_degree", "exact", "degree of the closure of the projective neuromanifold"),
        ("evidence", "text", "none, or checked: the certificate was accepted by the independent checker"),
        ("certificate", "text", "the certificate"),
        ("probes", "integer", "number of fibers that were compared with the theory"),
        ("contradictions", "json", "what does not agree with the theory"),
        ("version", "text", "the version of symlcn"),
    )
)
"""All columns, in order."""

NEVER_NULL = {*Record._fields[:10], "evidence", "probes", "version"}


@cache
def schema() -> Any:
    """The columns as a schema of Arrow.

    Examples
    --------
    >>> schema().field("degree"), schema().field("layers")
    (pyarrow.Field<degree: string>, pyarrow.Field<layers: int64 not null>)
    """
    import pyarrow

    kinds = {"integer": pyarrow.int64(), "flag": pyarrow.bool_()}
    fields = [
        pyarrow.field(column.name, kinds.get(column.kind, pyarrow.string()), column.name not in NEVER_NULL)
        for column in COLUMNS
    ]
    return pyarrow.schema(fields)


def batch(records: Iterable[Record]) -> RecordBatch:
    """Records as columns of Arrow.

    Examples
    --------
    >>> batch([]).num_rows
    0
    """
    import pyarrow

    columns = list(zip(*records, strict=True)) or [()] * len(COLUMNS)
    arrays = [pyarrow.array(values, field.type) for values, field in zip(columns, schema(), strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema())
