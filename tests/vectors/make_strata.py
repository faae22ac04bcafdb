"""Make strata.txt: the singular loci of neuromanifolds by Macaulay2, as an independent system.

Run from the root of the project: python -m tests.vectors.make_strata > tests/vectors/strata.txt
It needs M2 (Debian package macaulay2) on the path; the tests only read the file. Nothing is random.

The ideal of the neuromanifold is made as in make_equations.py; the singular locus is where all minors of its Jacobian
matrix of the size of the codimension vanish. A line holds, separated by bars: the notation; and for each irreducible
component over Q of the singular locus its dimension as a cone and its degree, as dimension:degree, sorted.
"""

import subprocess
import sys

from tests.vectors.make_equations import script

NOTATIONS = (
    "k3s2 k2", "k2s2 k2", "k3s2 k3", "k4s2 k2", "k4s3 k2", "k4s3 k3", "k5s2 k2", "k4s2 k3", "k3s2 k2s2 k2",
    "k3s2 k3s2 k2",
    "k3 k2d2", "k2d2 k3", "k2x1 k1x2", "k3x1 k1x3", "k2x2 k2x1", "k2x2 k1x3", "k2x2 k2x2", "k2x1s2x1 k2x2",
    "k3x2s2x1 k2x1",
    "k4d2 k3d3",
)  # fmt: skip
SECONDS = 240


def singular(notation: str) -> str:
    """A Macaulay2 program that prints the components of the singular locus."""
    ideal = script(notation).split("<< dim I")[0]
    return f"""{ideal}
K = I + minors(codim I, jacobian I);
P = minimalPrimes trim K;
<< demark(" ", sort apply(P, p -> toString dim p | ":" | toString degree p)) << endl;
exit 0
"""


def main() -> None:
    """Print the file; architectures beyond the time limit are named on standard error."""
    version = subprocess.run(["M2", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    print(f"# Macaulay2 {version}, by make_strata.py")
    print("# notation|components of the singular locus, dimension of the cone:degree")
    for notation in NOTATIONS:
        try:
            run = subprocess.run(
                ["M2", "--silent", "--stop", "-e", singular(notation).replace("\n", " ")],
                capture_output=True, text=True, check=True, timeout=SECONDS, stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
            print(notation, type(error), getattr(error, "stderr", ""), file=sys.stderr)
            continue
        print(f"{notation}|{run.stdout.strip()}", flush=True)


if __name__ == "__main__":
    main()
