"""Build the playground, a folder of static files in which symlcn runs in the browser, with nothing from elsewhere.

    python docs/playground/build.py [FOLDER]

FOLDER is build/playground by default. Python for the browser comes from the npm package of Pyodide, FLINT and the other
libraries from PyPI, each in one version with its digest, by npm and pip as they are set up on this machine. What was
fetched once is kept in build/downloads.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
WANTED = HERE / "wheels.txt"
DOWNLOADS = ROOT / "build" / "downloads"

PAGE = ("index.html", "style.css", "page.js", "worker.js")
PYODIDE = "pyodide-314.0.7.tgz"
PYODIDE_SHA512 = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="
CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
"""What the page loads of Pyodide."""
PLATFORM = ("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "314", "--abi", "cp314")
"""Pyodide's Python, as pip calls it."""


class Unreachable(Exception):
    """Something could not be fetched."""


def build(folder: Path) -> None:
    """Write the playground into a folder, in place of what is there.

    Raises
    ------
    Unreachable
        If Pyodide or a library is not yet here and cannot be fetched.
    """
    DOWNLOADS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DOWNLOADS) as name:
        scratch = Path(name)
        made = scratch / "playground"
        made.mkdir()
        for file in PAGE:
            shutil.copy(HERE / file, made)
        with tarfile.open(pyodide(scratch)) as archive:
            for file in CORE:
                (made / file).write_bytes(archive.extractfile(f"package/{file}").read())
        wheels = [own_wheel(scratch), *libraries(scratch)]
        for wheel in wheels:
            shutil.copy(wheel, made)
        sizes = {wheel.name: wheel.stat().st_size for wheel in wheels}
        core = sum((made / file).stat().st_size for file in CORE)
        (made / "contents.json").write_text(json.dumps({"core": core, "wheels": sizes}) + "\n", encoding="utf-8")
        shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
        made.chmod(0o755)
        shutil.move(made, folder)


def pyodide(scratch: Path) -> Path:
    """The archive of Pyodide."""
    kept = DOWNLOADS / PYODIDE
    if not kept.exists():
        name, version = PYODIDE.removesuffix(".tgz").split("-")
        call("npm", "pack", "--silent", "--pack-destination", scratch, f"{name}@{version}")
        (scratch / PYODIDE).rename(kept)
    if base64.b64encode(hashlib.sha512(kept.read_bytes()).digest()).decode() != PYODIDE_SHA512:
        kept.unlink()
        raise SystemExit(f"playground: {PYODIDE} is not the one meant, by its SHA-512; it was removed")
    return kept


def libraries(scratch: Path) -> list[Path]:
    """The wheels of the libraries, in a folder that is named after what is wanted."""
    kept = DOWNLOADS / f"wheels-{hashlib.sha256(WANTED.read_bytes()).hexdigest()[:16]}"
    if not kept.exists():
        fetched = scratch / "wheels"
        pip("download", "--require-hashes", "--no-deps", "--only-binary=:all:", *PLATFORM, "-d", fetched, "-r", WANTED)
        fetched.rename(kept)
    return sorted(kept.iterdir())


def own_wheel(scratch: Path) -> Path:
    """The wheel of symlcn, made from this tree."""
    pip("wheel", "--no-deps", "--wheel-dir", scratch, ROOT)
    (wheel,) = scratch.glob("symlcn-*.whl")
    return wheel


def pip(*words: str | Path) -> None:
    """Call pip."""
    call(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words)


def call(*words: str | Path) -> None:
    """Call a program that fetches something."""
    try:
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise Unreachable(f"{words[0]} is not installed (on Debian: apt-get install {words[0]})") from None
    if done.returncode:
        raise Unreachable(f"{' '.join(map(str, words))}:\n{done.stderr.strip()}")


def main() -> None:
    """Build, and say where it is and how it is looked at."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "playground"
    try:
        build(folder)
    except Unreachable as error:
        sys.exit(f"playground: not built: {error}")
    size = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    print(f"playground: {folder}, {size:.1f} MB. To look at it: {sys.executable} -m http.server -d {folder}")


if __name__ == "__main__":
    main()
