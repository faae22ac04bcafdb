"""Counterexamples for networks with channels as JSON, of kind ``multichannel-counterexample``.

Contents: :func:`channel_finding_json`, :func:`motion_json`.

``delta`` is the list of the matrices D_l of the parameters. Filters are nested: output, input, position. Entries of U
are numbered in this order, row-major.
"""

from __future__ import annotations

from symlcn.algebra.exact import CHECK_PRIME, Json, rational_text
from symlcn.algebra.matrices import entries
from symlcn.certificates.envelope import sealed
from symlcn.certificates.values import architecture_json, tensor_json
from symlcn.families.multichannel.counterexample.fibermotion import FiberMotion
from symlcn.families.multichannel.counterexample.judge import ChannelFinding
from symlcn.families.multichannel.counterexample.nearmotion import NearMotion
from symlcn.families.multichannel.counterexample.orbitpair import ChannelPair
from symlcn.families.multichannel.orbitmotion import OrbitMotion

__all__ = ["channel_finding_json", "motion_json"]


def channel_finding_json(found: ChannelFinding) -> Json:
    """The certificate.

    Examples
    --------
    >>> from symlcn.families.multichannel.counterexample.judge import judge
    >>> from symlcn.network.notation import parse_network
    >>> channel_finding_json(judge(parse_network("k2s2c2 k2")))["ntk_difference"]
    {'index': [0, 0], 'values': ['45', '129/5']}
    """
    own: Json = {}
    if found.pair is not None:
        own = _pair(found.pair)
    elif found.motion is not None:
        own = {"motion": _motion(found)}
    delta = None if found.invariants is None else [tensor_json(rows) for rows in found.invariants]
    architecture = architecture_json(found.network)
    kind = "multichannel-counterexample"
    return sealed(kind, architecture, found.status, own, delta=delta, reason=found.reason)


def _pair(pair: ChannelPair) -> Json:
    return {
        "filter": tensor_json(pair.sides[0].product),
        "pair": [{"filters": [tensor_json(own) for own in side.filters]} for side in pair.sides],
        "ntk_difference": {"index": list(pair.place), "values": [rational_text(value) for value in pair.values]},
    }


def _motion(found: ChannelFinding) -> Json | None:
    match found.motion:
        case OrbitMotion() as motion:
            return motion_json(motion)
        case FiberMotion() as motion:
            return _fiber_motion(motion)
        case NearMotion() as near:
            return _near(near)
    return None


def _fiber_motion(motion: FiberMotion) -> Json:
    return {
        "filters": [tensor_json(own) for own in motion.given.filters],
        "velocities": [tensor_json(own) for own in motion.velocities.filters],
        "cuts": list(motion.cuts),
        "prime": CHECK_PRIME,
        "ntk_velocity": {"index": list(motion.index), "value": rational_text(motion.velocity)},
    }


def _near(near: NearMotion) -> Json:
    return {
        "filters": [tensor_json(own) for own in near.given.filters],
        "radius": rational_text(near.radius),
        "directions": [[tensor_json(entries(x)) for x in direction] for direction in near.directions],
        "index": list(near.index),
        "scale": rational_text(near.scale),
    }


def motion_json(motion: OrbitMotion) -> Json:
    """Filters, tangent vectors, a prime at which ranks are full, and an entry of K that moves."""
    return {
        "filters": [tensor_json(own) for own in motion.given.filters],
        "directions": [tensor_json(entries(x)) for x in motion.directions],
        "prime": CHECK_PRIME,
        "ntk_velocity": {"index": list(motion.index), "value": rational_text(motion.velocity)},
    }
