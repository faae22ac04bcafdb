"""Build the distributions, install the wheel into a fresh environment, and use it there as a stranger would.

Run from the root of the repository: ``make package``, or ``make release``, which keeps the distributions in a folder.
Exits with a message at the first thing that is wrong.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path
from shutil import copy

ROOT = Path(__file__).resolve().parents[1]
SHIPPED = {
    "symlcn/py.typed",
    "symlcn/check/__init__.py",
    "symlcn/check/__main__.py",
    "symlcn/check/generic/certify.py",
    "symlcn/check/counterexample/find.py",
    *(f"symlcn/{path.relative_to(ROOT / 'symlcn')}" for path in (ROOT / "symlcn/certificates/schemas").glob("*.json")),
    "symlcn_cli/main.py",
    "symlcn_proofs/classification.md",
    "symlcn_proofs/index.md",
}


def expect(condition: bool, problem: str) -> None:
    """Stop with the problem unless the condition holds."""
    if not condition:
        sys.exit(f"package: {problem}")


def call(*words: str | Path, code: int = 0, cwd: Path) -> str:
    """Run a command that must end with the given exit code, and return its output."""
    result = subprocess.run([str(word) for word in words], cwd=cwd, capture_output=True, text=True, check=False)
    expect(result.returncode == code, f"{words} gave exit code {result.returncode}:\n{result.stdout}{result.stderr}")
    return result.stdout


def main() -> None:
    """Build, look inside, install, use."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        call(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
        call(sys.executable, "-m", "twine", "check", "--strict", *folder.iterdir(), cwd=folder)
        (wheel,), (source,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
        names = set(zipfile.ZipFile(wheel).namelist())
        expect(names >= SHIPPED, f"missing in the wheel: {SHIPPED - names}")
        tops = {entry.split("/")[0] for entry in names if ".dist-info" not in entry}
        expect(tops == {"symlcn", "symlcn_cli", "symlcn_proofs"}, f"top-level names of the wheel: {tops}")
        with tarfile.open(source) as archive:
            members = {member.split("/", 1)[-1] for member in archive.getnames()}
        expect(
            {"README.md", "LICENSE", "CITATION.cff", "Makefile", "docs/conf.py", "tests/network/test_classify.py"}
            <= members,
            "source distribution incomplete",
        )

        venv.create(folder / "env", with_pip=True)
        binaries = folder / "env" / "bin"
        call(binaries / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
        call(binaries / "symlcn", "certify", "k3", "k2", "--certificate", "c.json", code=10, cwd=folder)
        said = call(binaries / "symlcn", "check", "c.json", cwd=folder)
        expect(said.startswith("c.json: accepted: "), f"check said {said}")
        checker = next((folder / "env").glob("lib/python*/site-packages/symlcn/check"))
        alone = call(sys.executable, "-I", "-S", checker, "c.json", cwd=folder)
        expect(alone == said, "the checker alone says something else than symlcn check")
        call(binaries / "symlcn", "proof", "export", "scalings", "-o", "lesson.ipynb", cwd=folder)
        call(binaries / "symlcn", "proof", "export", "scalings", "-o", "lesson.html", cwd=folder)
        call(binaries / "symlcn", "strata", "k3s2", "k2", "--dot", cwd=folder)
        answer = json.loads(call(binaries / "symlcn", "certify", "@wav2vec2", "--json", cwd=folder))
        expect(answer["status"] == "proved", "wav2vec2 is not proved")
        for path in (wheel, source) if len(sys.argv) > 1 else ():
            Path(sys.argv[1]).mkdir(exist_ok=True)
            copy(path, sys.argv[1])
    print("package: the wheel and the source distribution are complete and work")


if __name__ == "__main__":
    main()
