"""The atlas: whole families of networks, examined one by one, kept in a store and queried.

    >>> from tempfile import TemporaryDirectory
    >>> from symlcn.atlas import box, open_atlas, run
    >>> with TemporaryDirectory() as folder:
    ...     done = run(box(layers=(2, 3), size=(2, 3), stride=1), folder, workers=0)
    ...     rows = open_atlas(folder).query("degree > 1 and ntk = 'independent-on-locus'", ["architecture", "degree"])
    ...     print(done.made, rows.records())
    12 [Row(architecture='k2 k2', degree=2), Row(architecture='k2 k2 k2', degree=6)]

Families: :func:`box`, :func:`sample`, :func:`listing`, of networks in the form that :func:`canonical` gives. Work:
:func:`run`. What was found: :func:`open_atlas`, which gives an :class:`Atlas`, whose ``query`` gives :class:`Rows` and
whose ``status`` a :class:`Standing`; :func:`summary`.
"""

from symlcn.atlas.atlas import Atlas, Rows, Standing, open_atlas
from symlcn.atlas.canonical import canonical
from symlcn.atlas.networkfamily import box, listing, sample
from symlcn.atlas.run import run
from symlcn.atlas.summary import Overview, summary

__all__ = [
    "Atlas",
    "Overview",
    "Rows",
    "Standing",
    "box",
    "canonical",
    "listing",
    "open_atlas",
    "run",
    "sample",
    "summary",
]
