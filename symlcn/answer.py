"""Questions and answers: the one path from an input to a proved, refuted or undecided answer.

Contents: :class:`Status`, :class:`Answer`, :class:`Question`, :class:`Running`, :func:`answered`, :func:`accepted`,
:func:`unsealed`, :func:`limits`, :func:`to_json`, :func:`check`.

A question decides, its result is sealed as a certificate, and the independent checker accepts the certificate before
anybody sees it. All that can be in a process that is killed at a limit: the answer is then undecided, with the reason.
The command line, pages and notebooks are faces of the same call.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import partial
from importlib import import_module
from typing import Any, Generic, NamedTuple, SupportsIndex, TypeAlias, TypedDict, TypeVar, Unpack

from symlcn.algebra.exact import Json
from symlcn.algebra.typeset import shown_latex
from symlcn.certificates.envelope import dumps, sealed, write_file
from symlcn.certificates.kinds import DOCUMENTS
from symlcn.errors import LimitError, ParseError, SymlcnError, shown
from symlcn.progress import progress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from symlcn.check.core.outcome import Outcome

__all__ = [
    "Answer",
    "Question",
    "Running",
    "SelfCheckError",
    "Shown",
    "Status",
    "accepted",
    "answered",
    "check",
    "limits",
    "to_json",
    "unsealed",
]

FINEST = 8
"""How many times the usual bits are tried where the checker asks for more."""
MAX_SECONDS = 31_536_000
"""A year."""
FORMS = ("text", "html", "latex", "markdown")

Result = TypeVar("Result")
Shown: TypeAlias = tuple[str, str | None, str | None, int | None]
"""A form, the file in which the certificate will be, the command line that was typed, the columns of a text."""


class Running(TypedDict, total=False):
    """How a question is run: its limits, and what is made within them.

    Attributes
    ----------
    time_limit : float or None
        Seconds.
    memory_limit : int or None
        Bytes of address space.
    seal : bool
        Whether a certificate is made where it is optional; it is by default.
    shown : Shown or None
        A report that is made within the limits, too.
    """

    time_limit: float | None
    memory_limit: int | None
    seal: bool
    shown: Shown | None


class Status(StrEnum):
    """The three answers. A status is equal to its word: ``Status.PROVED == "proved"``."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"

    def __repr__(self) -> str:
        return f"{type(self).__name__}.{self.name}"


class SelfCheckError(Exception):
    """The independent checker does not accept a certificate that was just made: a bug, nothing is answered."""


class Question(NamedTuple, Generic[Result]):
    """A kind of question: how it is decided, and how its result is written.

    Attributes
    ----------
    name : str
        The word for it, in Python and on the command line; its report is ``symlcn_cli.commands.NAME.report``.
    kind : str or None
        The kind of the certificate that claims nothing, for a limit that is hit; None if there is none.
    decide : callable
        The result, which has a `status` and may have a `reason`. Importable by name, as all callables here.
    document : callable, optional
        The certificate of a result, whose enclosures have so many times the usual bits.
    shown : callable, optional
        What ``--json`` prints where that is not the certificate.
    optional : bool
        Whether a certificate takes so much longer than the answer that it may be left out.
    weaker : callable, optional
        The result and then ever less of it, where evidence for all of it is not found; it is told how to ask why.
    family : str, optional
        The family of networks, where these are not linear with one channel; its report is
        ``symlcn_cli.commands.NAME.FAMILY.report``.
    """

    name: str
    kind: str | None
    decide: Callable[..., Result]
    document: Callable[[Result, int], Json] | None = None
    shown: Callable[[Result, Json | None], Json] | None = None
    optional: bool = False
    weaker: Callable[[Result, Callable[[], str]], Iterator[Result]] | None = None
    family: str = ""

    @property
    def words(self) -> str:
        """The package in which its report and its formula are."""
        return f"symlcn_cli.commands.{self.name}{'.' * bool(self.family)}{self.family}"


@dataclass(frozen=True, slots=True, repr=False)
class Answer(Generic[Result]):
    """A proved, refuted or undecided answer with its evidence. Fields of the result are fields of the answer, too.

    Attributes
    ----------
    question : Question
    about : dict
        What was asked, as JSON: the architecture, the invariants, a filter; a "subject" in words, where the notation
        of the architecture does not name it.
    status : Status
    reason : str or None
        Why it is undecided.
    result : object or None
        What was found, with the fields of this kind of question; None if a limit ended the work.
    sealed : str or None
        The text of the certificate that the independent checker accepted; None if there is none.

    Examples
    --------
    >>> import symlcn
    >>> answer = symlcn.certify("k2x2 k2x2", [21])
    >>> answer.status, answer.refuted, answer.result.classification.degree, answer.classification.degree
    (Status.REFUTED, True, 2, 2)
    >>> bool(answer)
    Traceback (most recent call last):
    ...
    TypeError: an answer has three values: ask for .proved, .refuted or .undecided
    >>> answer.certificate()["status"], symlcn.check(answer).verdict
    ('refuted', 'accepted')
    """

    question: Question[Result]
    about: Json
    status: Status
    reason: str | None
    result: Result | None
    sealed: str | None
    _shown: dict[Shown, str | bytes] = field(default_factory=dict, compare=False)

    @property
    def proved(self) -> bool:
        """Whether the answer is yes, with a proof."""
        return self.status is Status.PROVED

    @property
    def refuted(self) -> bool:
        """Whether the answer is no, with a counterexample."""
        return self.status is Status.REFUTED

    @property
    def undecided(self) -> bool:
        """Whether the question is left open; `reason` says why. What is known even so is in the result."""
        return self.status is Status.UNDECIDED

    @property
    def known(self) -> Result:
        """The result, which is there; raises SymlcnError where a limit left none."""
        if self.result is None:
            raise SymlcnError(f"nothing is known: undecided, {self.reason}")
        return self.result

    def certificate(self) -> Json:
        """The certificate, which the independent checker accepted.

        Raises
        ------
        SymlcnError
            If there is none for this kind of question, or for what was found.
        """
        if self.sealed is None:
            why = f": {self.reason}" if self.undecided else "; ask with seal=True" if self.question.document else ""
            raise SymlcnError(f"no certificate was made of this answer to symlcn.{self.question.name}{why}")
        document: Json = json.loads(self.sealed)
        return document

    @property
    def subject(self) -> str:
        """What was asked about, in a few characters: the notation of the architecture, or the number of the table."""
        if "subject" in self.about:
            return str(self.about["subject"])
        shape = self.about.get("architecture")
        return str(self.about["table"] if shape is None else shape["notation"])

    @property
    def assumptions(self) -> tuple[str, ...]:
        """What the evidence leaves to be believed; empty if there is no certificate."""
        return () if self.sealed is None else tuple(self.certificate()["assumptions"])

    def _json(self) -> str:
        """What the command prints with ``--json``: one object, one line."""
        if self.question.shown is not None and self.result is not None:
            own = None if self.sealed is None else self.certificate()
            found = self.question.shown(self.result, own)
            said = {"status": self.status.value, "reason": self.reason}
            return dumps({**found, **{name: value for name, value in said.items() if name in found}})
        if self.sealed is not None:
            return self.sealed
        name = self.question.name
        header = {"format": f"symlcn-{name}", "version": 1, "kind": name, **self.about}
        return dumps({**header, "status": self.status.value, "reason": self.reason})

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the certificate to a file, in full or not at all; raises ParseError if that cannot be done."""
        if self.sealed is None:
            self.certificate()
        else:
            write_file(os.fspath(path), self.sealed)

    def render(
        self, form: str = "text", file: str | None = None, source: str | None = None, columns: int | None = None
    ) -> str | bytes:
        """The report in a form: text, html, latex, markdown, json, or a picture if this kind has one.

        As json it is one object on one line: the certificate, or what this kind has instead. Results that are formulas
        have these alone as ``"formula"``, in LaTeX, and as ``"sympy"``, ``"macaulay2"`` and ``"sage"``.

        Parameters
        ----------
        form : str
        file : str, optional
            Where the certificate is written, for the report to name it.
        source : str, optional
            The command that asked, for a page to name it.
        columns : int, optional
            The width of a text; 100 if it is left out.
        """
        key = form, file, source, columns
        if key not in self._shown and form == "json":
            self._shown[key] = self._json()
        elif key not in self._shown:
            home = import_module("symlcn_cli.pages.rendering")
            self._shown[key] = home.rendered(self, *key)
        return self._shown[key]

    def proof(self, form: str = "text") -> str:
        """A readable proof or report in a form: ``"text"``, ``"html"``, ``"latex"`` or ``"markdown"``."""
        if form not in FORMS:
            raise SymlcnError(f"no form {form!a}; there are {', '.join(FORMS)}")
        text = self.render(form)
        return text if isinstance(text, str) else text.decode()

    def __str__(self) -> str:
        return self.proof().removesuffix("\n")

    def __repr__(self) -> str:
        return f"<{self.question.name} {self.subject}: {self.status.value}>"

    def latex(self) -> str:
        """The result as a formula in LaTeX, in full and without dollar signs; it compiles with amsmath and in MathJax.

        A pair of parameters, an NTK or a metric with the definition of t, points of a fiber, equations, filters as
        functions of u. Where the result is none of these, what was asked and the status.

        Raises
        ------
        LimitError
            If a matrix has more than 100 rows.

        Examples
        --------
        >>> import symlcn
        >>> print(symlcn.ntk("k2 k1", [(3, 4), (1,)]).latex())
        K = \\begin{pmatrix} 10 & 12 \\\\ 12 & 17 \\end{pmatrix}
        """
        formula: str = import_module("symlcn_cli.pages.rendering").formula(self)
        return formula

    def _repr_html_(self) -> str:
        shown: str = import_module("symlcn_cli.pages.rendering").notebook(self)
        return shown

    def _repr_latex_(self) -> str | None:
        return shown_latex(self.latex)

    def __reduce_ex__(self, protocol: SupportsIndex) -> Any:
        if "flint" in sys.modules:
            from symlcn.algebra.pickling import register

            register()
        return object.__reduce_ex__(self, protocol)

    def __bool__(self) -> bool:
        raise TypeError("an answer has three values: ask for .proved, .refuted or .undecided")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if self.result is None:
            raise AttributeError(f"no {name}: undecided, {self.reason}")
        try:
            return getattr(self.result, name)
        except AttributeError:
            problem = f"an answer of symlcn.{self.question.name} has no {name}"
            raise AttributeError(problem, name=name, obj=self) from None

    def __dir__(self) -> list[str]:
        return sorted({*object.__dir__(self), *(name for name in dir(self.result) if not name.startswith("_"))})


def answered(
    question: Question[Result], arguments: tuple[Any, ...], about: Json, **running: Unpack[Running]
) -> Answer[Result]:
    """Decide a question, seal the result and have the checker accept it; undecided if a limit is hit.

    Parameters
    ----------
    question : Question
    arguments : tuple
        Of ``question.decide``; they must be picklable if there are limits.
    about : dict
        The architecture, the invariants and other parts of the question, as JSON.
    **running
        See :class:`Running`. With a limit all is done in a process of its own.

    Raises
    ------
    TypeError
        If there is no such argument.
    ParseError
        If a limit is not a positive number.
    SelfCheckError
        If the checker does not accept the certificate: a bug.
    """
    time_limit, memory_limit = limits(running)
    work = (question, arguments, about, running.get("seal", True), running.get("shown"))
    try:
        if time_limit is None and memory_limit is None:
            return _decided(*work)
        from symlcn.worker import run_limited

        answer: Answer[Result] = run_limited(_decided, work, time_limit, memory_limit)
        return answer
    except LimitError as error:
        return Answer(question, about, Status.UNDECIDED, str(error), None, _nothing(question, about, str(error)))


def limits(running: Running) -> tuple[float | None, int | None]:
    """The limits, where what is misspelt is not taken for no limit.

    Raises
    ------
    ParseError
        If one is none.

    Examples
    --------
    >>> limits({"time_limit": 0.5})
    (0.5, None)
    """
    wrong = sorted(running.keys() - Running.__annotations__.keys())
    if wrong:
        raise TypeError(f"no argument {wrong[0]!a}; give time_limit, memory_limit or seal")
    seconds, size = running.get("time_limit"), running.get("memory_limit")
    if seconds is not None and not (type(seconds) in (int, float) and 0 < seconds <= MAX_SECONDS):
        raise ParseError("time_limit", f"{shown(seconds, 40)} is not a positive number of seconds, such as 10 or 0.5")
    if size is not None and not (type(size) is int and 0 < size < 2**63):
        raise ParseError("memory_limit", f"{shown(size, 40)} is not a positive number of bytes, such as 2**30")
    return seconds, size


def _decided(
    question: Question[Result],
    arguments: tuple[Any, ...],
    about: Json,
    seal: bool,
    shown: Shown | None,
) -> Answer[Result]:
    result = question.decide(*arguments)
    found: Any = result
    status = Status(getattr(found, "status", Status.PROVED))
    answer = Answer(question, about, status, getattr(found, "reason", None), result, None)
    if question.document is not None and (seal or not question.optional):
        answer = _sealed(answer, result, question.document)
    if shown is not None:
        answer.render(*shown)
    return answer


def _sealed(answer: Answer[Result], result: Result, document: Callable[[Result, int], Json]) -> Answer[Result]:
    """The answer with an accepted certificate: less than is known, or nothing, where evidence is not found."""
    question, problems = answer.question, list[str]()
    results = iter((result,))
    if question.weaker is not None:
        results = question.weaker(result, lambda: f"no evidence within limits: {problems[0]}")
    for own in results:
        try:
            progress("making a certificate of the answer")
            text, said = accepted(partial(document, own))
            return Answer(question, answer.about, Status(said["status"]), said["reason"], own, text)
        except LimitError as error:
            problems.append(str(error))
    if question.weaker is None:
        raise LimitError(problems[0])
    nothing = _nothing(question, answer.about, problems[0])
    return replace(answer, status=Status.UNDECIDED, reason=problems[0], sealed=nothing)


def unsealed(found: Result, _why: Callable[[], str]) -> Iterator[Result]:
    """Nothing less than what was found, for :attr:`Question.weaker`: it is shown, undecided, if it cannot be sealed."""
    yield found


def accepted(build: Callable[[int], Json]) -> tuple[str, Json]:
    """The text of a certificate that the checker accepts, and the certificate.

    Parameters
    ----------
    build : callable
        Makes it, with so many times the usual bits: 1, 2, 4, … where the checker asks for more.

    Raises
    ------
    LimitError
        If the checker does not read a certificate so large, or the finest is not fine enough.
    SelfCheckError
        If it is rejected: a bug.
    """
    from symlcn.check import check_text

    finer = 1
    while True:
        document = build(finer)
        text = dumps(document)
        progress("checking the certificate")
        outcome = check_text(text)
        if outcome.verdict == "accepted":
            return text, document
        if outcome.verdict == "malformed":
            raise LimitError(f"the independent checker does not read a certificate so large: {outcome.message}")
        if not outcome.imprecise:
            raise SelfCheckError(f"own certificate rejected: {outcome.message}")
        if finer >= FINEST:
            raise LimitError(f"precision does not suffice for the independent checker: {outcome.message}")
        finer *= 2


def _nothing(question: Question[Result], about: Json, reason: str) -> str | None:
    """The certificate that claims nothing and says why; None if the question has none."""
    if question.kind is None:
        return None
    own = {name: value for name, value in about.items() if name not in ("architecture", "delta", "subject")}
    delta = about.get("delta")
    return dumps(sealed(question.kind, about["architecture"], "undecided", own, delta=delta, reason=reason))


def to_json(found: Any) -> Json:
    """The certificate of an answer, or of a result, as a JSON object of format ``symlcn-certificate``.

    Parameters
    ----------
    found : Answer or object
        An answer, whose certificate the independent checker accepted already; or the result of any question, of
        which a certificate is made here.

    Raises
    ------
    SymlcnError
        If there is no certificate of it.

    Examples
    --------
    >>> from symlcn.generic.certify import certify
    >>> from symlcn.network.architecture import parse_architecture
    >>> to_json(certify(parse_architecture("k3s2 k2")))["result"]["degree"]
    '1'
    """
    if isinstance(found, Answer):
        return found.certificate()
    home, _, name = DOCUMENTS.get(type(found).__name__, "").partition(":")
    if not home:
        raise SymlcnError(f"an object of type {type(found).__name__} has no certificate; give an answer or its result")
    document: Json = getattr(import_module(f"symlcn.{home}"), name)(found)
    return document


def check(certificate: Answer[Any] | Json | str | os.PathLike[str]) -> Outcome:
    """Check a certificate with the independent checker.

    Parameters
    ----------
    certificate : Answer, dict, str or path
        An answer, the JSON object of a certificate, its text, or the path of a file.

    Returns
    -------
    Outcome
        `verdict` is ``"accepted"``, ``"rejected"`` or ``"malformed"``; `claim` says what was established, and
        `message` otherwise what is wrong.

    Raises
    ------
    SymlcnError
        If no certificate was made of the answer.
    ParseError
        If it is none of these.

    Examples
    --------
    >>> check("[]")
    Outcome('malformed', 'certificate: expected an object, found a list')
    """
    from symlcn.check import check_file, check_text

    if isinstance(certificate, Answer):
        certificate = certificate.certificate()
    if isinstance(certificate, dict):
        try:
            certificate = dumps(certificate)
        except (TypeError, ValueError) as error:
            raise ParseError("certificate", f"not a JSON object: {error}") from None
    if isinstance(certificate, str) and certificate.lstrip()[:1] in ("{", "["):
        return check_text(certificate)
    if isinstance(certificate, str | os.PathLike):
        return check_file(os.fspath(certificate))
    raise ParseError("certificate", f"{shown(certificate, 40)} is none; give an answer, its certificate, or a file")
