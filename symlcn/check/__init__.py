"""Independent checker of certificates: the Python standard library and nothing else.

Contents: :func:`check_text`, :func:`check_file`, :func:`main`, :class:`Outcome`.

Runs alone: ``python -I symlcn/check FILE...`` works from anywhere and in any copy of this folder, with symlcn
installed or not, and shares no code with the program that wrote the certificate. All arithmetic is on integers and
fractions.

Verdicts: accepted; rejected (a claim is false, or its evidence does not show it); malformed (no certificate that
this checker reads, or one beyond its limits). What "accepted" means is said at the top of the module of each kind,
which is named in the table of kinds in certificate.py and loaded when it is needed.

Folders import downwards: core (verdicts, limits, reading, arithmetic) is below all others; on it stand algebra, then
network (architectures, rescaling, the NTK), then the kinds: generic, counterexample, fiber, geometry, families, loss.
Of these only geometry and families use others. Each folder but core has the name and the place of the folder that finds
what it checks. What only some certificates of a kind need is loaded when it is needed, see core/extras.py; README.md
lists what must be believed for each kind, file by file.
"""

from __future__ import annotations

import os
import sys

from .certificate import check_certificate
from .core.limits import MAX_BYTES, MAX_WORK, Work
from .core.outcome import Imprecise, Malformed, Outcome, Rejected, unforeseen
from .core.reading import parse

__all__ = ["Outcome", "check_file", "check_text", "main"]


def check_text(text: str | bytes) -> Outcome:
    """Check one certificate.

    Parameters
    ----------
    text : str or bytes
        The JSON text, in UTF-8 if bytes.

    Returns
    -------
    Outcome
        Bad input raises nothing: what is wrong with it is the outcome.

    Examples
    --------
    >>> check_text("[]")
    Outcome('malformed', 'certificate: expected an object, found a list')
    """
    value: object = None
    try:
        value = parse(text)
        claim = check_certificate(value, Work(MAX_WORK))
    except Rejected as error:
        return Outcome("rejected", str(error), imprecise=isinstance(error, Imprecise))
    except Malformed as error:
        return Outcome("malformed", str(error))
    except MemoryError:
        return Outcome("malformed", "certificate: not enough memory to check it")
    except Exception as error:  # a verdict even so: files that come after this one are to be checked
        return Outcome("malformed", str(unforeseen(error, value)))
    return Outcome("accepted", claim, claim)


def check_file(path: str) -> Outcome:
    """Check the certificate in a file.

    Parameters
    ----------
    path : str
        "-" stands for standard input. No more than the size limit is read.

    Returns
    -------
    Outcome
        "malformed" also when the file cannot be read.
    """
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError, AttributeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return Outcome("malformed", f"cannot be read: {ascii(reason)[1:-1]}")
    return check_text(data)


def main(argv: list[str] | None = None, *, walls: bool = False) -> int:
    """Check files and print one line for each.

    Parameters
    ----------
    argv : list of str, optional
        The files; by default those of the command line.
    walls : bool
        Check each in a process of its own, which the system stops after 60 s or at 2 GB.

    Returns
    -------
    int
        0 if all are accepted, 40 if one is rejected, else 2; 130 when interrupted.
    """
    paths = sys.argv[1:] if argv is None else argv
    if not paths:
        print("usage: check FILE...    (- is standard input)", file=sys.stderr)
        return 2
    if walls:
        from .core.wall import walled
    verdicts = set()
    try:
        for path in paths:
            outcome = walled(check_file, path) if walls else check_file(path)
            verdicts.add(outcome.verdict)
            name = path if path.isprintable() else ascii(path)[1:-1]
            encoding = getattr(sys.stdout, "encoding", None) or "ascii"
            line = f"{name}: {outcome.verdict}: {outcome.message}"
            print(line.encode(encoding, "backslashreplace").decode(encoding), flush=True)
    except KeyboardInterrupt:
        return 130
    except OSError:  # nobody reads the verdicts; nor shall the flush at exit fail
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 2
    return 40 if "rejected" in verdicts else 2 if "malformed" in verdicts else 0
