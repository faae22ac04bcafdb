"""A counterexample certificate before the kernel of Rocq.

Contents: :class:`Judgement`, :func:`judge`, :func:`library`.

The file is made anew from the certificate, so that no other file can stand for it. Rocq compiles it with the library of
this folder, which was compiled from its sources before, and prints what the theorem assumes: nothing over Q, over R the
axioms of the real numbers of its standard library and no more. What is believed: Rocq's kernel, and that the
definitions in ``Network.v``, ``Convolution.v`` and ``Dense.v`` say what they should; they are short, to be read.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from symlcn.algebra.exact import Json
from symlcn.errors import LimitError, SymlcnError
from symlcn.formal.theorem import CLOSED, REAL_AXIOMS, rocq_theorem
from symlcn.progress import progress

__all__ = ["SOURCES", "Judgement", "NotInstalledError", "judge", "library"]

SOURCES = (
    "Network",
    "Convolution",
    "Scaled",
    "ConvolutionProofs",
    "Side",
    "Rational",
    "Algebraic",
    "Dense",
    "DenseProofs",
)
"""In the order in which they are compiled."""
PROGRAM = "coqc"


class NotInstalledError(SymlcnError):
    """Rocq is not there."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the kernel says.

    Attributes
    ----------
    accepted : bool
    message : str
        What was proved, assuming what; or what Rocq says against it.
    """

    accepted: bool
    message: str


def judge(certificate: Json, time_limit: float | None = None) -> Judgement:
    """Have Rocq check the pair of a counterexample certificate.

    Parameters
    ----------
    certificate : dict
        Of kind ``counterexample`` or ``dense``.
    time_limit : float, optional
        Seconds for the file itself.

    Raises
    ------
    NotInstalledError
        If there is no ``coqc``.
    ParseError
        If the certificate has no pair at given invariants.
    LimitError
        If the time limit is hit.
    """
    theorem = rocq_theorem(certificate)
    compiled = library()
    with TemporaryDirectory(prefix="symlcn-rocq-") as folder:
        Path(folder, "pair.v").write_text(theorem.text, encoding="utf-8")
        done = _run(["-q", "-Q", str(compiled), "symlcn", "pair.v"], folder, time_limit)
    if done.returncode:
        return Judgement(False, f"Rocq does not accept the file: {_first_lines(done.stderr)}")
    assumed = _axioms(done.stdout)
    if theorem.rational and assumed is None:
        return Judgement(True, "the kernel of Rocq accepted the pair over Q; the theorem is closed, it assumes nothing")
    if not theorem.rational and assumed is not None and assumed <= REAL_AXIOMS:
        about = "it assumes the axioms of the real numbers of the standard library, and nothing else"
        return Judgement(True, f"the kernel of Rocq accepted the pair over R; {about}")
    return Judgement(False, f"the theorem assumes {'nothing' if assumed is None else ', '.join(sorted(assumed))}")


def _axioms(printed: str) -> frozenset[str] | None:
    """The names of what a theorem assumes; None if it assumes nothing."""
    if printed.strip() == CLOSED:
        return None
    lines = printed.splitlines()
    if not lines or lines[0] != "Axioms:":
        raise SymlcnError(f"Rocq printed {printed[:200]!a} where it should print assumptions")
    return frozenset(found[0] for line in lines[1:] if (found := re.match(r"[\w.]+", line)))


def library() -> Path:
    """The folder with the compiled library; it is compiled where that was not done for this version of Rocq.

    Raises
    ------
    NotInstalledError
        If there is no ``coqc``.
    SymlcnError
        If it cannot be compiled or kept.
    """
    sources = {name: (Path(__file__).parent / "rocq" / f"{name}.v").read_bytes() for name in SOURCES}
    version = _run(["--version"], None, 60).stdout
    key = sha256(b"\0".join([version.encode(), *sources.values()])).hexdigest()[:16]
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "symlcn"
    target = home / f"rocq-{key}"
    if target.is_dir():
        return target
    progress("compiling the library for Rocq", 0, len(SOURCES))
    try:
        home.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix="rocq-", dir=home, ignore_cleanup_errors=True) as folder:
            _compiled(Path(folder), sources)
            try:
                os.rename(folder, target)
            except OSError:
                if not target.is_dir():  # else another process was faster
                    raise
    except OSError as error:
        raise SymlcnError(f"the library for Rocq cannot be kept in {home}: {error.strerror}") from None
    return target


def _compiled(folder: Path, sources: dict[str, bytes]) -> None:
    for number, (name, text) in enumerate(sources.items()):
        progress("compiling the library for Rocq", number, len(sources))
        (folder / f"{name}.v").write_bytes(text)
        done = _run(["-q", "-Q", ".", "symlcn", f"{name}.v"], str(folder), None)
        if done.returncode:
            raise SymlcnError(f"Rocq does not compile {name}.v of the library: {_first_lines(done.stderr)}")


def _run(arguments: Sequence[str], folder: str | None, limit: float | None) -> subprocess.CompletedProcess[str]:
    program = shutil.which(PROGRAM)
    if program is None:
        raise NotInstalledError(f"Rocq is not installed: there is no {PROGRAM}; Debian has it in the package coq")
    try:
        return subprocess.run(
            [program, *arguments], cwd=folder, timeout=limit, capture_output=True, text=True, check=False
        )
    except subprocess.TimeoutExpired:
        raise LimitError(f"the time limit of {limit:g} s was reached in Rocq") from None


def _first_lines(text: str) -> str:
    return " ".join(text.split())[:300]
