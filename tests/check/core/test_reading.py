"""What the checker reads: JSON, numbers, filters, and what it refuses as malformed."""

from importlib import import_module

import pytest

from symlcn.check.core import reading
from symlcn.check.core.outcome import Malformed

check = import_module("symlcn.check")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"null",
        b"[]",
        b"{",
        b"\xff\xfe{}",
        b"\xef\xbb\xbf{}",
        b'{"a": 1, "a": 1}',
        b'{"format": NaN}',
        b'{"format": -Infinity}',
        b'{"format": 1e999}',
        b"9" * 5000,
        b"[" * 100_000,
        b'{"a":' * 100_000,
        '{"version": ١}'.encode(),
        b'"\\ud800"',
        b'{"\\ud800": 1}',
        b" " * (check.MAX_BYTES + 1),
    ],
    ids=range(17),
)
def test_not_a_certificate(text):
    assert check.check_text(text).verdict == "malformed"


@pytest.mark.parametrize(
    "text", ["", "-", "+1", "01", "-0", "-01", " 1", "1 ", "1_0", "١", "²", "1.0", "1e3", "0x1", "9" * 4001]
)
def test_integers_refused(text):
    with pytest.raises(Malformed):
        reading.exact(text, "place")


def test_numbers():
    assert reading.exact("-12", "place") == -12
    assert reading.exact("9" * 4000, "place") == 10**4000 - 1
    assert reading.rational("-3/4", "place") == (-3, 4)
    assert reading.rational("0", "place") == (0, 1)
    for text in ("2/4", "1/1", "1/0", "0/2", "1/-2", "1/", "/2", "1/2/3", "1 /2"):
        with pytest.raises(Malformed):
            reading.rational(text, "place")


def test_approximations():
    assert reading.approximation("-1.25e+2", "place") == (-125, 1)
    assert reading.approximation("5e-3", "place") == (5, 1000)
    assert reading.approximation("007", "place") == (7, 1)
    for text in ("", ".5", "1.", "1e", "1e+", "e5", "1e5001", "1e9999999", "inf", "nan", "1E5", "1e5.0", "--1"):
        with pytest.raises(Malformed):
            reading.approximation(text, "place")


def test_filters():
    assert reading.integer_filter([["0", "1"], ["-2", "0"]], (2, 2), "f") == {(0, 1): 1, (1, 0): -2}
    with pytest.raises(Malformed, match=r"^f\[1\]\[0\]: '-0'"):
        reading.integer_filter([["0", "1"], ["-0", "0"]], (2, 2), "f")
    with pytest.raises(Malformed, match=r"^f\[1\]: expected a list of 2"):
        reading.integer_filter([["0", "1"], ["0"]], (2, 2), "f")
