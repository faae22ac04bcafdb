"""Rows are chosen by expressions over columns and by nothing else; integers of any size are exact; one row for each."""

import json

import pyarrow
import pytest
from pyarrow import parquet

from symlcn.atlas.atlas import SHOWN, Atlas
from symlcn.atlas.querying import connected
from symlcn.atlas.record import COLUMNS, Record, batch
from symlcn.errors import ParseError

HUGE = 10**60
PLAIN = Record(
    *("k2", "linear", 1, 1, 2, False, False, 1, 1, "proved", None, "1", None, None, None, True, "independent"),
    *("[]", "[]", 2, "2", "1", "none", None, 0, None, "0.2.0"),
)


@pytest.fixture
def atlas(tmp_path):
    """An atlas of given rows, those of each list in a shard of their own."""

    def of(*shards):
        paths = [tmp_path / f"{number}.parquet" for number in range(len(shards))]
        for path, rows in zip(paths, shards, strict=True):
            parquet.write_table(pyarrow.Table.from_batches([batch(rows)]), path)
        return Atlas("a", (), False, len(paths), connected([str(path) for path in paths]))

    return of


def named(*names, **more):
    return [PLAIN._replace(architecture=name, **more) for name in names]


def names(rows):
    return [row.architecture for row in rows.records()]


@pytest.fixture
def degrees(atlas):
    """Networks called after their degrees."""
    values = (1, 2, 7, 2**53, 2**53 + 1, 2**127 - 1, 2**127, HUGE, HUGE + 1)
    return atlas([PLAIN._replace(architecture=f"n{value}", degree=str(value)) for value in values])


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("degree = {}", 7),
        ("degree = {}", 2**53),
        ("degree = {}", 2**127 - 1),
        ("degree = {}", 2**127),
        ("degree = {}", HUGE),
        ("degree = '{}'", HUGE + 1),
        ("degree - 1 = {} and degree > 8", HUGE),
        ("degree between {0} and {0}", HUGE + 1),
        ("degree in ({})", 2**53 + 1),
    ],
)
def test_integers_of_any_size_are_compared_exactly(degrees, where, value):
    found = value + 1 if "- 1" in where else value
    assert names(degrees.query(where.format(value))) == [f"n{found}"]


def test_they_are_ordered_as_numbers_and_given_as_such(degrees):
    rows = degrees.query("degree > 2", ["degree"], "degree desc").records()
    assert [row.degree for row in rows] == [HUGE + 1, HUGE, 2**127, 2**127 - 1, 2**53 + 1, 2**53, 7]
    assert degrees.query(f"degree = {HUGE}", ["degree"]).arrow().to_pydict() == {"degree": [str(HUGE)]}
    assert degrees.query("degree = (select max(degree) from atlas)", ["degree"]).records() == [(HUGE + 1,)]


@pytest.mark.parametrize("where", ["degree % 2 = 0", "degree * 2 > 3", "degree > 1e6", "(layers + degree) / 2 > 4"])
def test_nothing_is_rounded_unless_that_is_said(degrees, where):
    with pytest.raises(ParseError, match="degree would be rounded"):
        degrees.query(where)
    assert degrees.query(where.replace("degree", "degree::double")).count > 0
    assert degrees.query("parameters / layers > 1.5").count == 9


@pytest.mark.parametrize(
    ("where", "problem"),
    [
        ("degre > 1", "there is no column 'degre'; there are architecture, family,"),
        ("degree >", "syntax error"),
        ("", "SELECT clause"),
        ("degree = 1; drop view atlas", "modifiers"),
        ("degree = 1) union select 1 --", "syntax error"),
        ("layers = 1 order by layers", "modifiers"),
        ("count(*) > 1", "aggregates"),
        ("architecture", "Could not convert"),
        ("architecture = $name", "parameter"),
        ("exists (select * from read_csv('/etc/passwd'))", "nothing but the table atlas can be read"),
        ("exists (select * from read_text('/etc/passwd'))", "nothing but the table atlas can be read"),
        ("exists (select * from glob('*'))", "nothing but the table atlas can be read"),
        ("exists (select * from '/etc/passwd')", "nothing but the table atlas can be read"),
        ("exists (from secret)", "nothing but the table atlas can be read"),
        ("read_csv('/etc/passwd') is null", "table function"),
        ("getenv('HOME') is not null", "getenv does not exist"),
    ],
)
def test_what_is_no_expression_over_the_columns_is_refused_in_a_line(atlas, where, problem):
    secret = pyarrow.table({"a": [1]})  # noqa: F841
    own = atlas([PLAIN])
    with pytest.raises(ParseError) as raised:
        own.query(where)
    assert problem in str(raised.value)
    assert str(raised.value).startswith("where: ")
    assert "\n" not in str(raised.value)
    assert own.query().count == 1


def test_settings_are_locked(atlas):
    own = atlas([PLAIN])
    for statement in ("set enable_external_access = true", "copy atlas to '/tmp/x'", "install httpfs", "attach 'x'"):
        with pytest.raises(Exception, match=r"locked|disabled|Cannot"):
            own.select(statement)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"columns": ["degre"]}, "columns: there is no column 'degre'; did you mean degree?"),
        ({"columns": []}, "columns: name at least one, and none twice"),
        ({"columns": ["ntk", "ntk"]}, "columns: name at least one, and none twice"),
        ({"columns": ["count(*)"]}, "columns: there is no column 'count(*)'; there are"),
        ({"order": "degree up"}, "order: 'degree up' is not a column, or one with desc behind it"),
        ({"order": "degree; drop view atlas"}, "order: 'degree; drop view atlas' is not a column"),
        ({"order": ""}, "order: there is no column ''"),
        ({"limit": -1}, "limit: -1 is not a number of rows"),
    ],
)
def test_columns_order_and_limit_are_no_expressions(atlas, options, problem):
    with pytest.raises(ParseError) as raised:
        atlas([PLAIN]).query(**options)
    assert str(raised.value).startswith(problem)


def test_rows_come_by_directions_layers_and_architecture(atlas):
    shards = named("b", layers=2), named("c", "a", layers=1), named("0", directions=2)
    own = atlas(*shards)
    assert names(own.query()) == ["a", "c", "b", "0"]
    assert names(own.query(order="architecture desc")) == ["c", "b", "a", "0"]
    rows = own.query(limit=2)
    assert (names(rows), rows.count, rows.found) == (["a", "c"], 2, 4)
    assert own.query("layers = 3").records() == []
    assert own.query().columns == SHOWN
    assert set(SHOWN) == {column.name for column in COLUMNS} - {"certificate"}


@pytest.mark.parametrize("turned", [False, True])
def test_of_a_network_that_several_runs_examined_one_row_is_seen(atlas, turned):
    """Contradictions first, then evidence, then what is decided, then the newest version, then most probes."""
    better = [
        ({"contradictions": '[{"probe": 1}]'}, {"evidence": "checked"}),
        ({"evidence": "checked", "version": "0.1.0"}, {"version": "0.2.0"}),
        ({"version": "0.1.0"}, {"status": "undecided", "version": "0.2.0"}),
        ({"version": "0.10.0"}, {"version": "0.9.0"}),
        ({"probes": 3}, {"probes": 2}),
    ]
    for first, second in better:
        shards = named("k2", **first), named("k2", **second)
        own = atlas(*(reversed(shards) if turned else shards))
        (row,) = own.query(columns=list(first)).records()
        assert row._asdict() == first
        assert own.query(" and ".join(f"{name} = '{value}'" for name, value in second.items())).count == 0


def test_batches_arrow_and_pandas_hold_the_same(atlas):
    own = atlas(named(*(f"n{number:05}" for number in range(25_000))))
    rows = own.query("architecture < 'n2'")
    assert [part.num_rows for part in rows.batches(8_000)] == [8_000, 8_000, 4_000]
    table = rows.arrow()
    assert table.schema == rows.schema
    assert pyarrow.Table.from_batches(rows.batches()).equals(table)
    assert [row._asdict() for row in rows.records()][17] == {
        **table.to_pylist()[17],
        "degree": 1,
        "ambient": 2,
        "image_degree": 1,
    }
    frame = rows.pandas()
    assert frame.shape == (20_000, len(SHOWN))
    assert json.loads(frame["delta_locus"][0]) == []


def test_a_shard_that_is_damaged_is_told_in_a_line(tmp_path):
    path = tmp_path / "1.parquet"
    path.write_bytes(b"PAR1 and then nothing")
    with pytest.raises(ParseError, match="a shard of the atlas: ") as raised:
        connected([str(path)])
    assert "\n" not in str(raised.value)


def test_an_atlas_without_shards_is_empty(atlas):
    own = atlas()
    assert own.query("degree > 1").records() == []
    assert own.status().rows == 0
