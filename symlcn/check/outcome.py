"""What the checker says of a certificate, and the two ways in which checking ends early.

Contents: :class:`Outcome`, :class:`Malformed`, :class:`Rejected`.
"""

from __future__ import annotations


class Outcome:
    """What the checker says of one certificate.

    Attributes
    ----------
    verdict : str
        "accepted", "rejected" or "malformed".
    message : str
        The claim when accepted; otherwise the place in the certificate and what is wrong there.
    claim : str
        One plain sentence on what has been established; empty unless accepted.
    """

    __slots__ = ("claim", "message", "verdict")

    def __init__(self, verdict: str, message: str, claim: str = "") -> None:
        self.verdict = verdict
        self.message = message
        self.claim = claim

    def __repr__(self) -> str:
        return f"Outcome({self.verdict!r}, {self.message!r})"


class Malformed(Exception):
    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")


class Rejected(Exception):
    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
