"""The checker of networks with channels: damaged certificates, and hostile ones."""

import json
from fractions import Fraction
from time import process_time

import pytest

from symlcn.certificates.values import architecture_json
from symlcn.check import check_text
from symlcn.check.core.limits import Work
from symlcn.check.core.outcome import Rejected
from symlcn.check.families.multichannel.channelmap import read_filters
from symlcn.check.families.multichannel.widened import widened
from symlcn.check.network.furtherarchitectures import ChannelArchitecture, check_channels
from symlcn.families.multichannel.certify.document import multichannel_json
from symlcn.families.multichannel.certify.judge import judge
from symlcn.network.notation import parse_network
from tests.support.damage import at, changed, leaves, replaced, sealed

NETWORKS = [
    ("c2 k2x2c3 k2x2c3", (Fraction(0),)),
    ("c3 k3x3s2c6 k3x3c4 k3x3c4", (Fraction(1, 2), Fraction(-3))),
    ("k3x1s1x2c2 k1x2 k2x1", None),
    ("c2 k2c2 k2c2", None),
    ("k2c2 k2", None),
    ("k2x2 k2x2 k2x1c2", (Fraction(0), Fraction(5))),
    ("c2 k2x1s1x2c3 k1x2 k2x2c2", (Fraction(0), Fraction(0))),
    ("k2x3c2 k2x3c3", None),
]


def still_true(document, path):
    """Other filters, points and curves may show the same: generic ones do. So may another end, or another prime."""
    return path[0] == "evidence" and any(
        key in path for key in ("filters", "curve", "point", "degree", "prime", "entries")
    )


@pytest.mark.parametrize(("notation", "delta"), NETWORKS)
def test_what_is_damaged_and_accepted_is_other_evidence_for_the_same(notation, delta):
    honest = multichannel_json(judge(parse_network(notation), delta))
    claim = check_text(sealed(honest)).claim
    assert claim
    met = set()
    for path in leaves(honest):
        if path[0] in ("tool", "digest", "reason"):
            continue
        if "filters" in path and sum(key for key in path if isinstance(key, int)) > 2:  # one of many alike
            continue
        met.add(tuple(key for key in path if isinstance(key, str)))
        for value in changed(at(honest, path)):
            outcome = check_text(sealed(replaced(honest, path, value)))
            if outcome.verdict == "accepted":
                assert still_true(honest, path) or path[0] == "delta", (path, value)
                assert path[0] == "delta" or outcome.claim == claim
    assert len(met) > 10


def hostile(notation, channels, step):
    """A certificate of a network with other numbers of channels and one step."""
    honest = multichannel_json(judge(parse_network("c2 k2c2 k2c2")))
    network = parse_network(notation)
    layers = [
        {"size": list(layer.size), "stride": list(layer.stride), "dilation": list(layer.dilation)}
        for layer in network.architecture
    ]
    shape = {"notation": notation, "dimension": network.dimension, "layers": layers, "channels": channels}
    own = {**honest, "architecture": shape, "evidence": {**honest["evidence"], "steps": [step]}}
    return json.loads(sealed(own))


@pytest.mark.parametrize(
    ("notation", "step"),
    [
        ("c2 k1000s1000c2 k1000c2", {"theorem": "rank", "layers": [0, 1], "base": None}),
        ("c1000000 k30000c1000000 k30000c1000000", {"theorem": "equal channels", "layers": [0, 1]}),
        ("c2 k200x200c2 k200x200c2", {"theorem": "merged", "layers": [0, 1], "cuts": []}),
        (
            "c1000000 k2c1000000 k3c1000000",
            {
                "theorem": "saturated",
                "layers": [0, 1],
                "cut": 1,
                "side": "before",
                "base": {"channels": [1000000, 1000000, 1000000], "filters": [], "prime": 2},
                "point": None,
                "curve": None,
                "degree": None,
            },
        ),
    ],
)
def test_hostile_certificates_get_one_line_soon(notation, step):
    channels = list(parse_network(notation).channels)
    start = process_time()
    outcome = check_text(sealed(hostile(notation, channels, step)))
    assert outcome.verdict in ("malformed", "rejected")
    assert "\n" not in outcome.message
    assert process_time() - start < 10


def test_many_layers_are_no_deep_recursion():
    network = parse_network("c2 " + " ".join(["k2x1c2", "k1x2c3"] * 30))
    assert check_text(sealed(multichannel_json(judge(network)))).verdict == "accepted"


PART = [[[["1", "2", "0"]], [["3", "1", "0"]]], [[["1"], ["2"]], [["0"], ["1"]]], [[["1"], ["1"]]]]


@pytest.mark.parametrize(
    ("channels", "last", "reason"),
    [
        ((1, 3, 3, 1), "0", None),
        ((1, 3, 3, 1), "1", "do not vanish where the complement is"),
        ((1, 3, 4, 1), "0", "leave too many channels for a complement of layer 1"),
        ((1, 6, 3, 1), "0", "leave too many channels for a complement of layer 0"),
        ((1, 3, 3, 2), "0", "have other ends"),
    ],
)
def test_parts_need_a_complement(channels, last, reason):
    network = check_channels(architecture_json(parse_network("k3c2 k1c2 k1")))
    filters = [[[[*PART[0][0][0][:2], last]], PART[0][1]], *PART[1:]]
    part = read_filters(filters, network, "filters", Work())
    whole = ChannelArchitecture(network.stack, list(channels))
    if reason is None:
        assert widened(part, whole, "filters", Work()).rows[0][2] == {0: {2: 1}}
    else:
        with pytest.raises(Rejected, match=reason):
            widened(part, whole, "filters", Work())
