"""How many networks of one direction have which answer, counted by sizes and exponents alone."""

from collections import Counter
from itertools import product
from math import gcd

from symlcn.atlas import box, open_atlas, run, summary
from symlcn.atlas.summary import VERDICTS

MOST, STRIDE = 4, 3


def enumerated(depth):
    """The answers of all networks of so many layers, of which one stands for each class; by the sizes per exponent.

    In one direction the NTK is determined for every δ if no two layers of size greater than 1 have one exponent, and on
    a locus if those that have one have size 2.
    """
    found = set()
    for sizes in product(range(1, MOST + 1), repeat=depth):
        for strides in product(range(1, STRIDE + 1), repeat=depth - 1):
            exponents = [1]
            for stride in strides:
                exponents.append(exponents[-1] * stride)
            common = gcd(*(e for e, size in zip(exponents, sizes, strict=True) if size > 1)) or 1
            found.add(tuple((s, e // common if s > 1 else 0) for s, e in zip(sizes, exponents, strict=True)))
    return Counter(map(answer, found))


def answer(network):
    sizes = {}
    for size, exponent in network:
        sizes.setdefault(exponent, []).append(size)
    several = [own for exponent, own in sizes.items() if exponent and len(own) > 1]
    if not several:
        return "independent"
    return "independent-on-locus" if all({*own} == {2} for own in several) else "dependent"


def test_the_atlas_has_each_network_once_and_its_answer(tmp_path):
    run(box(layers=(2, 4), size=(1, MOST), stride=(1, STRIDE)), tmp_path, workers=0)
    found = summary(open_atlas(tmp_path))
    (layers,) = [split.shares for split in found.splits if split.by == "layers"]
    for share in layers:
        counted = enumerated(share.value)
        assert share.verdicts == tuple(counted[name] for name in VERDICTS)
        assert share.birational == counted["independent"]
    assert [share.rows for share in layers] == [34, 361, 3937]
