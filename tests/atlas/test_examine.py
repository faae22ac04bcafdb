"""Rows of networks."""

import json

import pytest

import symlcn
from symlcn.atlas.examine import Depth, examine
from symlcn.errors import ParseError
from symlcn.network.notation import parse_network


@pytest.mark.parametrize(
    ("words", "expected"),
    [  # theory.md, section 9; docs/channels.md; polynomial.md
        ("k3s2 k2", {"status": "proved", "degree": "1", "ntk": "independent", "image_degree": "3", "dimension": 4}),
        ("k3 k2", {"status": "refuted", "degree": "3", "ntk": "dependent", "delta_locus": None, "axis_layers": 2}),
        ("k2x2 k2x2", {"status": "refuted", "degree": "2", "delta_locus": "[[1]]", "image_degree": "10"}),
        ("k2x2 k3x2", {"status": "proved", "image_degree": "56", "directions": 2, "ambient": "12"}),
        ("k2 k2d2 k2 k2d2", {"degree": "4", "delta_locus": "[[1, 1, 0], [0, 1, 1]]", "dilated": True}),
        ("k3 r2 k2", {"status": "proved", "degree": "1", "family": "activations", "orbits": None}),
        ("c2 k2c2 k2c2", {"orbits": "6", "excess": 0, "concise": True, "family": "channels", "channels": 2}),
    ],
)
@pytest.mark.parametrize("evidence", ["none", "witness"])
def test_rows(words, expected, evidence):
    row = examine(parse_network(words), Depth(evidence))
    found = row._asdict()
    assert row.architecture == words
    assert {name: found[name] for name in expected} == expected
    assert row.evidence == ("none" if evidence == "none" else "checked")
    if evidence == "witness":
        assert symlcn.check(json.loads(row.certificate)).verdict == "accepted"
        assert row.certificate == symlcn.certify(words).sealed
        assert row[:-5] == examine(parse_network(words))[:-5]


def test_what_is_no_depth():
    for wrong in ({"evidence": "all"}, {"probe": -1}, {"probe": "3"}):
        with pytest.raises(ParseError):
            Depth(**wrong)
    with pytest.raises(ParseError, match="ReLU"):
        examine(parse_network("k3 relu k2"))
