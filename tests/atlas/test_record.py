import json

import pytest

from symlcn.atlas.record import COLUMNS, Record, batch, schema

pytest.importorskip("pyarrow")


def record(**changes):
    values = {name: None for name in Record._fields}
    values |= {"architecture": "k3 k2", "family": "linear", "directions": 1, "layers": 2, "parameters": 5}
    values |= {"strided": False, "dilated": False, "channels": 1, "axis_layers": 2, "status": "refuted"}
    values |= {"evidence": "none", "probes": 0, "version": "1"}
    return Record(**values | changes)


def test_columns_are_the_fields():
    assert tuple(column.name for column in COLUMNS) == Record._fields == tuple(schema().names)
    assert all(column.about and column.kind in ("text", "json", "exact", "integer", "flag") for column in COLUMNS)


def test_rows_come_back_from_columns():
    rows = [record(degree=str(3**200), delta_locus=json.dumps([[1]]), birational=False), record(excess=2, concise=True)]
    columns = batch(rows)
    columns.validate(full=True)
    assert [Record(**row) for row in columns.to_pylist()] == rows
    assert batch(iter(())).schema == columns.schema


def test_a_field_of_the_wrong_type_is_refused():
    import pyarrow

    with pytest.raises(pyarrow.ArrowTypeError):
        batch([record(degree=3)])
