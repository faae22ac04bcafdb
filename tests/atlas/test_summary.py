"""The numbers of the report are those that one counts row by row."""

from collections import Counter

import pytest

import symlcn
from symlcn.atlas import box, listing, open_atlas, run, summary
from symlcn.atlas.summary import VERDICTS
from symlcn.network.notation import parse_network


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    """Two families: with activations, and with channels, of which some are undecided."""
    folder = tmp_path_factory.mktemp("atlas")
    run(box(layers=(1, 3), size=(1, 3), stride=(1, 2), activation=(None, 2)), folder, workers=0)
    run(listing(["k2c2 k2", "k1c2 k1", "k2c3 k2", "k3x3c2 k2x2", "k2x2 k2x2"]), folder, workers=0)
    return open_atlas(folder)


def verdict(row):
    """What is said of the NTK of a row."""
    if row.status == "undecided":
        return "undecided"
    return row.ntk or {"proved": "independent", "refuted": "refuted"}[row.status]


KEYS = {
    "kind of network": lambda row: row.family,
    "directions": lambda row: row.directions,
    "layers": lambda row: row.layers,
    "strides": lambda row: "greater than 1 somewhere" if row.strided else "all 1",
    "dilations": lambda row: "greater than 1 somewhere" if row.dilated else "all 1",
    "channels": lambda row: row.channels,
    "activations": lambda row: "r2" if "r2" in row.architecture.split() else "none",
    "axis layers": lambda row: row.axis_layers,
}


def test_shares_are_those_that_one_counts(atlas):
    rows, found = atlas.query().records(), summary(atlas)
    assert [split.by for split in found.splits] == [*KEYS]
    for split in (*found.splits, found.splits[0]._replace(by="all", shares=(found.all,))):
        key = KEYS.get(split.by, lambda row: "all")
        assert [share.value for share in split.shares] == sorted({key(row) for row in rows})
        for share in split.shares:
            own = [row for row in rows if key(row) == share.value]
            verdicts = Counter(map(verdict, own))
            assert share.rows == len(own)
            assert share.birational == sum(row.birational is True for row in own)
            assert share.not_birational == sum(row.birational is False for row in own)
            assert share.verdicts == tuple(verdicts[name] for name in VERDICTS)
    assert sum(share.rows for _, shares in found.depths for share in shares) == len(rows)


def test_what_is_named_is_what_one_finds(atlas):
    rows, found = atlas.query().records(), summary(atlas)
    known = sorted((-row.degree, row.parameters, row.architecture) for row in rows if row.degree is not None)
    assert [(-row.degree, row.parameters, row.architecture) for row in found.largest] == known[:10]
    counts = Counter(row.degree for row in rows if row.degree is not None)
    assert list(found.degrees) == sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:10]
    digits = Counter(0 if degree == 1 else len(str(degree)) for degree in counts.elements())
    assert dict(found.digits) == digits
    for name, smallest in found.smallest:
        own = sorted((row.parameters, row.layers, row.architecture) for row in rows if verdict(row) == name)
        assert [row.architecture for row in smallest] == [architecture for *_, architecture in own[:5]]
    assert (found.checked, found.probes, found.contradicted) == (0, 0, 0)
    assert found.versions == ((symlcn.__version__, len(rows)),)


def test_reasons_are_in_groups_with_an_example_each(atlas):
    undecided = [row for row in atlas.query("status = 'undecided'").records()]
    found, standing = summary(atlas), atlas.status()
    assert sum(reason.rows for reason in found.reasons) == len(undecided) == standing.undecided > 1
    assert found.reasons == standing.reasons
    for reason in found.reasons:
        assert str(symlcn.certify(parse_network(reason.architecture)).reason) == reason.words
    assert standing.rows == atlas.query().count
    assert [own.outcome for own in standing.runs] == ["finished", "finished"]
