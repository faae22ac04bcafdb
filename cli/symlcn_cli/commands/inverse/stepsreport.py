"""Filters that are kernels of matrices, in words."""

from __future__ import annotations

from symlcn.algebra.sparse import cells, text
from symlcn.geometry.equations.equations import variable_names
from symlcn.geometry.inverse.inverse import Group, Inverse
from symlcn.geometry.inverse.steps.determinantal import Step
from symlcn.network.architecture import size_text
from symlcn_cli.words.words import numbered

MAX_ROWS = 12
MAX_WIDTH = 84
"""Size of a matrix up to which it is written out."""
MAX_LISTED = 4

STEPS = (
    "A tensor that solves an equation between polynomials is the kernel of a matrix with a row for each monomial. "
    "At generic u that is a line, spanned by the maximal minors, with signs: by polynomials in the entries of u "
    "and of what is given before, of which any multiples may be put in. The domain is where the rank is the "
    "number of unknowns less one and the tensor is not 0; ranks that are not stated are right wherever what is "
    "given is not 0. The entries of u_r are those of u at r + i·e, for the exponent e of the layer; λ, c, s, m' "
    "and g are unknown too. --json has the matrices, unless they are large, and what is given."
)


def steps_text(found: Inverse, number: int) -> list[str]:
    """For each step of a group a line, and its matrix if that is small."""
    group = found.groups[number]
    lines: list[str] = []
    for place, step in enumerate(group.steps):
        equation = _product(found, group, step) if step.kind == "product" else _equation(found, group, place)
        lines += [equation + _size(step), *_matrix(found, step)]
    return lines


def product_label(layers: tuple[int, ...]) -> str:
    """The product of the filters of some layers."""
    return "·".join(f"w_{layer}" for layer in numbered(layers))


def _product(found: Inverse, group: Group, step: Step) -> str:
    own = product_label(group.layers)
    inner = "·w'" if any(name == "inner" for name, _ in step.given) else ""
    if any(name == "step" for name, _ in step.given):
        equation = f"{own}: {own}{inner}·h_r = λ·u_r for all r"
    else:
        ambient = found.architecture.end_to_end_size
        whole = all((e if k > 1 else n) == 1 for e, k, n in zip(group.exponent, group.size, ambient, strict=True))
        equation = f"{own}: {own}{inner} = λ·u" + ("" if whole else "_" + "_".join(map(str, step.residues[0])))
    return equation + (", where w' is the product of the other filters in this ring" if inner else "")


def _equation(found: Inverse, group: Group, place: int) -> str:
    """What a step other than a product gives, and the equation that it solves."""
    step = group.steps[place]
    own = product_label(step.layers)
    whole = "u" if len(found.groups) == 1 else "G"
    left = "U" if any(other.kind == "rest" for other in group.steps[:place]) else whole
    x, y = ([d for d, k in enumerate(group.size) if k > 1] * 2)[:2]
    zeros = "".join(f", {step.kind[0]}[{_cell(step, n)}] = 0" for n in step.system.zeros)
    if step.kind == "components":
        return f"h = ({_components(step)}): u_r·h_s = u_s·h_r for all r, s"
    if step.kind == "quotient":
        name = product_label(group.layers)
        return f"{name}: {name}·w'' = λ·u, where w'' is the product of the filters of all other layers"
    if step.kind == "form":
        named = "" if whole == "u" else f", where G = {product_label(group.layers)}"
        equation = f"{whole}·∂_{y} f − f·∂_{y} {whole} = {whole}·∂_{x} g − g·∂_{x} {whole}"
        return f"f of size {_by(step)}: {equation}{zeros}{named}"
    if step.kind == "multiplier":
        return f"m of size {_by(step)}: m·f = m'·∂_{x} {whole} + c·{left}{zeros}"
    if step.kind == "factor":
        return f"{own}: m·{own} = s·{left}"
    last = place == len(group.steps) - 1
    name = product_label(group.parts[-1].layers) if last else "U'"
    return f"{name}: {name}·{own} = λ·{left}" + ("" if last else "; from here on U is U'")


def _components(step: Step) -> str:
    """The h_r with their sizes, if there are few."""
    if len(step.residues) > MAX_LISTED:
        return f"h_r for {len(step.residues)} residues r"
    sizes = [size_text(size) for size in step.system.blocks]
    names = ["_".join(["h", *map(str, residue)]) for residue in step.residues]
    return ", ".join(f"{name} of size {size}" for name, size in zip(names, sizes, strict=True))


def _by(step: Step) -> str:
    return size_text(step.system.blocks[0])


def _cell(step: Step, column: int) -> str:
    return ",".join(map(str, list(cells(step.system.blocks[0]))[column]))


def _size(step: Step) -> str:
    """The size of the matrix, and its rank where that is not clear."""
    columns = step.system.columns
    return f"   ({columns} unknowns)" if step.rows is None else f"   ({columns} unknowns, rank {columns - 1})"


def _matrix(found: Inverse, step: Step) -> list[str]:
    """The matrix, if it is small and its entries are those of u."""
    if step.given or step.system.columns > MAX_ROWS or step.system.products > MAX_ROWS**2:
        return []
    names = variable_names(found.architecture)
    rows = [[text(row.get(n, {}), names) for n in range(step.system.columns)] for row in step.system.matrix()]
    width = max(len(entry) for row in rows for entry in row)
    lines = ["[" + "  ".join(entry.rjust(width) for entry in row) + "]" for row in rows]
    return lines if len(lines) <= MAX_ROWS and len(lines[0]) <= MAX_WIDTH else []
