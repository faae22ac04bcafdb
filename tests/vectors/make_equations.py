"""Make equations.txt: the ideals of neuromanifolds by Macaulay2, as an independent system.

Run from the root of the project: python -m tests.vectors.make_equations > tests/vectors/equations.txt
It needs M2 (Debian package macaulay2) on the path; the tests only read the file. Nothing is random.

For each architecture the ideal is the kernel of the ring map that substitutes the generic product of filters. A line
holds, separated by bars: the notation; the dimension of the affine cone; its degree; the numbers of minimal generators
as degree:number; and the Hilbert function at 0, 1, …, 7.
"""

import subprocess
import sys
from itertools import product

from symlcn.network.architecture import parse_architecture

NOTATIONS = (
    "k3s2 k2", "k2s2 k2", "k2s3 k2", "k3s2 k3", "k3s2 k2s2 k2", "k4s2 k2", "k4s3 k2", "k4s3 k3", "k5s2 k2",
    "k3s2 k3s2 k2",
    "k2 k2d2 k2d4", "k3 k2d2", "k2d2 k3", "k2d2 k2d3", "k3 k2", "k2x1 k1x2", "k3x1 k1x3", "k2x2 k2x1", "k2x2 k2x2",
    "k2x1s2x1 k2x2", "k2x2s2 k2x2", "k2x2 k1x3", "k3x2s2x1 k2x1",
)  # fmt: skip
SECONDS = 300
HIGHEST = 7


def script(notation: str) -> str:
    """A Macaulay2 program that prints the bars of a line after the first."""
    network = parse_architecture(notation)
    names = []
    entries: dict[tuple[int, ...], list[list[str]]] = {(0,) * network.dimension: [[]]}
    for number, (layer, exponent) in enumerate(zip(network.layers, network.exponents, strict=True)):
        grown: dict[tuple[int, ...], list[list[str]]] = {}
        for place, index in enumerate(product(*map(range, layer.size))):
            names.append(f"w_({number},{place})")
            for position, monomials in entries.items():
                moved = tuple(p + i * e for p, i, e in zip(position, index, exponent, strict=True))
                grown.setdefault(moved, []).extend([*monomial, names[-1]] for monomial in monomials)
        entries = grown
    images = [
        "+".join("*".join(monomial) for monomial in entries.get(index, [])) or "0"
        for index in product(*map(range, network.end_to_end_size))
    ]
    return f"""
S = QQ[{",".join(names)}];
R = QQ[u_0..u_{len(images) - 1}];
I = kernel map(S, R, {{{",".join(f"sub({image},S)" for image in images)}}});
<< dim I << "|" << degree I << "|";
counts = tally flatten degrees source mingens I;
<< demark(" ", apply(sort keys counts, d -> toString d | ":" | toString counts#d)) << "|";
<< demark(" ", apply({HIGHEST + 1}, d -> toString hilbertFunction(d, I))) << endl;
exit 0
"""


def main() -> None:
    """Print the file; architectures beyond the time limit are named on standard error."""
    version = subprocess.run(["M2", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"# Macaulay2 {version}, by make_equations.py")
    print("# notation|dimension of the cone|degree|minimal generators degree:number|Hilbert function at 0..7")
    for notation in NOTATIONS:
        try:
            run = subprocess.run(
                ["M2", "--silent", "--stop", "-e", script(notation).replace("\n", " ")],
                capture_output=True, text=True, check=True, timeout=SECONDS, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            print(notation, error, getattr(error, "stderr", ""), file=sys.stderr)
            continue
        print(f"{notation}|{run.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
