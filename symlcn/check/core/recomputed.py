"""What is recomputed, and compared with what is claimed.

Contents: :func:`compare`, :func:`identical`, :func:`decimal`.
"""

from __future__ import annotations

from .limits import MAX_DIGITS, MAX_LONG_DIGITS
from .outcome import Malformed, Rejected
from .reading import digits, json_object, kind_of

WORDS = ("result.ntk", "result.dependent")  # all other strings are integers


def compare(found: object, expected: object, where: str) -> None:
    """Establishes that a part of the result has the recomputed value."""
    if repr(found) == repr(expected):  # which tells true, 1 and 1.0 apart
        return
    if isinstance(expected, dict):
        item = json_object(found, " ".join(expected), where)
        for key, part in expected.items():
            compare(item[key], part, f"{where}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        if len(found) != len(expected):
            raise Rejected(where, f"has {len(found)} entries, should have {len(expected)}")
        for i, part in enumerate(expected):
            compare(found[i], part, f"{where}[{i}]")
    elif where == "result.delta_locus" and found != expected and (found is None or isinstance(found, list)):
        raise Rejected(where, "must be null exactly when ntk is dependent")
    elif type(found) is not type(expected):
        raise Malformed(where, f"expected {kind_of(expected)}, found {kind_of(found)}")
    else:
        if isinstance(found, str) and where not in WORDS:
            digits(found, where, MAX_LONG_DIGITS)
        if found != expected:
            raise Rejected(where, "is not what follows from the architecture")


def identical(found: object, expected: object) -> bool:
    """Whether two JSON values are the same, where true and 1.0 are not 1."""
    if type(found) is not type(expected):
        return False
    if isinstance(found, list) and isinstance(expected, list):
        return len(found) == len(expected) and all(map(identical, found, expected))
    if isinstance(found, dict) and isinstance(expected, dict):
        return found.keys() == expected.keys() and all(identical(found[key], expected[key]) for key in found)
    return found == expected


def decimal(value: int, where: str) -> str:
    """The digits of a nonnegative integer, also beyond CPython's limit on str(int)."""
    if value.bit_length() <= 3 * MAX_DIGITS:
        return str(value)
    if value.bit_length() > 3 * MAX_LONG_DIGITS:
        raise Malformed(where, f"needs close to {MAX_LONG_DIGITS} digits or more")
    from decimal import Decimal

    return str(Decimal(value))
