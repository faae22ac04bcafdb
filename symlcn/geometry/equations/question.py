"""The question ``symlcn equations``: the forms that vanish on the neuromanifold, and real points outside it.

Contents: :func:`equations`, :class:`Closure`, :func:`closure_json`, :data:`EQUATIONS`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Unpack

from symlcn.algebra.exact import Json
from symlcn.algebra.forms import check_degree
from symlcn.algebra.namedvalues import Formulas
from symlcn.algebra.sympyvalues import Named
from symlcn.answer import Answer, Question, Running, Status, answered
from symlcn.certificates.values import architecture_json
from symlcn.errors import LimitError, brief
from symlcn.geometry.equations import equations as home
from symlcn.geometry.equations.document import equations_json
from symlcn.geometry.equations.equations import Equations
from symlcn.geometry.equations.outside import Outside, form_of, outside
from symlcn.network.architecture import Architecture
from symlcn.network.family import family_question
from symlcn.network.inputs import ArchitectureLike, as_network

__all__ = ["EQUATIONS", "Closure", "closure_json", "equations"]


@dataclass(frozen=True, slots=True)
class Closure(Named):
    """What is known of the Zariski closure of a neuromanifold. Fields of `equations` are fields of it, too.

    Attributes
    ----------
    equations : Equations
        The forms that vanish on it.
    outside : Outside, str or None
        Its real points outside the neuromanifold, described; where they are points at which it is not normal or layers
        have conjugate filters, what :func:`~symlcn.geometry.equations.outside.form_of` says. None if not asked for.
    reason : str or None
        Why they are not described, where they were asked for.
    every : bool
        Whether a report lists a basis of all forms, not only generators.
    """

    __repr__ = brief

    equations: Equations
    outside: Outside | str | None = None
    reason: str | None = None
    every: bool = False

    @property
    def status(self) -> Status:
        """Undecided where the real points were asked for and are not described."""
        return Status.PROVED if self.reason is None else Status.UNDECIDED

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self.equations, name)

    def formulas(self) -> Formulas:
        """The generators, or the basis of all forms that a report lists."""
        return self.equations.formulas(self.every)


def _decide(architecture: Architecture, degree: int, real: bool, every: bool) -> Closure:
    found = home.equations(architecture, degree)
    if not real:
        return Closure(found, every=every)
    try:
        return Closure(found, outside(architecture), every=every)
    except LimitError as error:
        form = form_of(architecture)
        return Closure(found, form, None if form else str(error), every)


def closure_json(found: Closure, _finer: int = 1) -> Json:
    """The certificate: all that is known, also where the real points are not described."""
    return equations_json(found.equations, found.outside, found.reason)


EQUATIONS: Question[Closure] = Question("equations", "equations", _decide, closure_json)


def equations(
    architecture: ArchitectureLike,
    degree: int = 3,
    real: bool = False,
    *,
    every: bool = False,
    **running: Unpack[Running],
) -> Answer[Closure]:
    """All forms up to a degree that vanish on the neuromanifold, and minimal generators among them.

    Parameters
    ----------
    architecture : Architecture, str or sequence
        As for :func:`symlcn.certify`.
    degree : int
        The largest degree, at least 1.
    real : bool
        Also: which real points of the Zariski closure are products over C of filters of these sizes, but not over R.
        Undecided where they are not described.
    every : bool
        Whether the report lists a basis of all forms instead of generators.
    **running
        ``time_limit`` in seconds, ``memory_limit`` in bytes: undecided when one is hit.

    Returns
    -------
    Answer
        Its result is a :class:`Closure`, with the fields of :class:`~symlcn.geometry.equations.equations.Equations`:
        `generators`, `forms`, `degrees`. Nothing is claimed of forms of larger degree.

    Raises
    ------
    ParseError
        If the architecture cannot be read, or the degree is not a positive integer.

    Examples
    --------
    >>> from symlcn.algebra.forms import form_text
    >>> from symlcn.geometry.equations.equations import variable_names
    >>> answer = equations("k3s2 k2")
    >>> [form_text(form, variable_names(answer.architecture)) for form in answer.generators]
    ['u_0*u_3^2 + u_1^2*u_4 - u_1*u_2*u_3']
    >>> answer.to_sympy()["equations"]
    [u_0*u_3**2 + u_1**2*u_4 - u_1*u_2*u_3]
    >>> equations("k3s2 k2", real=True).outside.exponents
    (1, 2)
    """
    network = as_network(architecture)
    if not isinstance(network, Architecture):
        further: Answer[Closure] = family_question("equations", network)(network, degree, real, every=every, **running)
        return further
    about = {"architecture": architecture_json(network)}
    return answered(EQUATIONS, (network, check_degree(degree), real, every), about, **running)
