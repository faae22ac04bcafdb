"""Kind "metric": the Euclidean metric of parameters with given invariants, pushed forward to end-to-end filters.

Contents: :func:`check`.

"accepted" means, for ``form``

- point: filters with the product u = ``filter``, scaled to the invariants delta, have a Jacobian J of full rank, whose
  image T has the basis v_0 = u and v = J(y) for the listed y, each orthogonal to the filter of its layer. On
  T the form g with g(Jx, Jx') = <x, x'> for x, x' in the tangent space of the parameters with invariants delta is:
  ``length`` at u, ``weight`` times ``gram`` for each layer, and 0 between them. It is positive definite, the minors of
  the integer matrices being positive; and g(v, v') = v^T K^+ v', ``ntk`` and ``pseudoinverse`` being K and K^+ where
  they are listed. T is the tangent space of the neuromanifold at u: a certificate of the real fiber inside shows that u
  is a smooth point and, unless ``sheet`` is true, that all real parameters over it share an NTK.
- sheet: the same for filters with the product u over Q(alpha), alpha a real root of a polynomial. T has the basis u
  and, for each layer, v = J(y) for y = w[p] e_i - w[i] e_p with the pivot p and all other i. With squared norms n_l,
  and t the only number beyond max(-Delta_l) with prod(t + Delta_l) = prod n_l, g is 1 / sum 1 / (t + Delta_l) at u and
  (t + Delta_l) / n_l times the inner product of y and y' for each layer (sheets.py).
- none: the certificate of the real fiber inside shows what is in the way: no real filters have the product u; u is a
  singular point; J has full rank at no real parameters over it; or these have different NTKs.
- symbolic: polynomials w_l(u) are the filters, up to scalars, of generic u = mu(w); c = ``factor`` is such that u is
  c times their product; norms and grams are n_l and N_l. So K = sum c^2 n_l / (t + Delta_l) N_l, where
  prod(t + Delta_l) = c^2 prod n_l.

With status undecided and form point or sheet only a comparison with other invariants is missing.

How g is verified: vectors dual to the basis, supported on the entries ``places`` of u, show that the basis is one. If h
is the combination of dual vectors by a row of the matrix of g, then K h is computed and must be v. Where ``dual`` is
null, J has full rank by the fiber inside. Then g is v^T K^+ v' by one theorem: the complement of the kernel of J is the
tangent space of the parameters with given invariants, on which J is inverse to J^+ (Lemma 5 of Achour, Kohn, Rauhut).
"""

from __future__ import annotations

from math import prod

from ...core.arithmetic import Rational
from ...core.extras import extra
from ...core.limits import MAX_PARAMETERS, Work
from ...core.outcome import NOTHING, Malformed, Rejected, Statement
from ...core.reading import check_nothing, choice, rational_filter
from ...network.architecture import Architecture
from .tangent import check_point, check_smooth_point

FORMS = {"proved": ("point", "sheet", "symbolic"), "refuted": ("none",), "undecided": ("point", "sheet")}


def check(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, status: str, work: Work
) -> Statement:
    """Establishes all that is particular to a certificate of this kind; returns it."""
    result = item["result"]
    if status == "undecided" and result is None:
        check_nothing(item, "evidence")
        if item["filter"] is not None:
            rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
        return Statement(NOTHING)
    form = result.get("form") if isinstance(result, dict) else None
    choice(form, FORMS[status], "result.form")
    if status == "undecided" and isinstance(result, dict) and result.get("comparison") is not None:
        raise Malformed("result.comparison", "must be null when undecided")
    found = _check_form(architecture, item, delta, str(form), work)
    if status == "undecided":
        found.text += "; the metric at other invariants is not compared"
    return found


def _check_form(
    architecture: Architecture, item: dict[str, object], delta: list[Rational] | None, form: str, work: Work
) -> Statement:
    """Establishes a metric, or that there is none."""
    result = item["result"]
    if form == "symbolic":
        symbolic: Statement = extra("symbolic metric").check_symbolic(architecture, item, delta, work)
        return symbolic
    if prod(architecture.extents()) > MAX_PARAMETERS:
        raise Malformed("architecture", f"more than {MAX_PARAMETERS} entries of the end-to-end filter")
    u = rational_filter(item["filter"], tuple(architecture.extents()), "filter", work)
    if not u[0]:
        raise Rejected("filter", "is zero")
    if delta is None:
        raise Malformed("delta", "must not be null where a filter is given")
    if form == "none":
        none: Statement = extra("no metric").check_none(architecture, item, delta, work)
        return none
    if form == "sheet" and isinstance(result, dict):
        fiber = item["evidence"].get("fiber") if isinstance(item["evidence"], dict) else None
        sheet, fiber = check_smooth_point(architecture, item, result.get("sheet"), fiber, delta, work)
        found: Statement = extra("sheet").check_sheet(architecture, item, u, delta, sheet, fiber, work)
        return found
    return check_point(architecture, item, u, delta, work)
