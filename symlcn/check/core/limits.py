"""What one certificate may cost: the limits on what is read, and the arithmetic left to spend.

Contents: the limits, :class:`Work`.

Beyond a limit nothing is accepted.
"""

from __future__ import annotations

from math import isqrt
from time import process_time

from .outcome import Malformed

MAX_BYTES = 16 * 2**20
MAX_NESTING = 500  # of lists and objects; 200 splits of a fiber inside each other take 420
MAX_DIGITS = 4000  # of one integer; CPython itself converts no more than 4300
MAX_LONG_DIGITS = 100_000  # of degree, image_degree and points
MAX_DIMENSION = 16
MAX_LAYERS = 1000
MAX_PARAMETERS = 10**6
MAX_EXTENT = 10**9  # of one entry of a size, stride or dilation
MAX_PRIME = 10**9
MAX_LISTED_BLOCK = 128  # degree of a block up to which the numbers of real points are listed
MAX_TERMS = 2 * 10**6
MAX_PRECISION = 2**16  # bits after the binary point
MAX_WORK = 5 * 10**7  # in units of roughly 0.1 microseconds
MAX_SECONDS = 60  # of a processor
MAX_MEMORY = 2 * 2**30
_CLOCK = 10**6  # what is paid between two looks at the clock


class Work:
    """The arithmetic that one certificate may still cost, the primes already tested for it, and what was assumed.

    Whoever accepts a claim without a proof notes it in ``assumptions``, so that no kind can leave it out.
    """

    __slots__ = ("assumptions", "end", "left", "next", "primes")

    def __init__(self, left: int = MAX_WORK) -> None:
        self.left, self.next = left, max(left - _CLOCK, 0)
        self.end = process_time() + MAX_SECONDS - 5  # sooner than a limit of the system
        self.primes: dict[int, bool] = {}
        self.assumptions: list[str] = []

    def spend(self, count: int, bits: int = 0, by_bits: int = 0) -> None:
        """Pay for count operations, in which integers of so many bits in all meet each other."""
        self.left -= count + bits * by_bits // 200_000
        if self.left < self.next:
            self._look()

    def hold(self, count: int, bits: int) -> None:
        """Pay for the memory of so many integers with so many bits each."""
        self.spend(count * bits // 64)

    def _look(self) -> None:
        """Ends what takes too long by the limit, or by the clock should a price be too low."""
        self.next = max(self.left - _CLOCK, 0)
        if self.left < 0 or process_time() > self.end:
            raise Malformed("certificate", "needs more arithmetic than this checker does")

    def is_prime(self, q: int) -> bool:
        if q not in self.primes:
            self.spend(isqrt(q))
            self.primes[q] = q > 1 and all(q % p for p in range(2, isqrt(q) + 1))
        return self.primes[q]
