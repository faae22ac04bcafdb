"""Frozen outputs of the command line: run command lines in this process, and write down all that they print.

    python -m tests.golden.transcripts [SECTION/NAME ...]

rewrites the stored transcripts, all of them or those that are named. They are what the program printed, no more: what
is right is for the other tests to say. A change of them in a commit is a change of behaviour.
"""

import hashlib
import io
import json
import os
import re
import shlex
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest import mock

from symlcn_cli.main import main

HERE = Path(__file__).parent
LONGEST = 50_000
"""Characters of one stream or file up to which it is stored as it is; beyond, its digest."""


def read_commands() -> tuple[dict[str, str], dict[str, list[str]]]:
    """The files that every command finds in its folder, and the command lines of each case, by section/name."""
    sections = tomllib.loads((HERE / "commands.toml").read_text(encoding="utf-8"))
    files = sections.pop("files")
    return files, {
        f"{section}/{name}": [lines] if isinstance(lines, str) else lines
        for section, cases in sections.items()
        for name, lines in cases.items()
    }


OTHER_FORMS = {"-o", "--all", "--dot", "--format", "--svg"}
"""Options beside which --json is no second form of the same output."""
GROUPS = ("atlas", "proof")
"""Commands that are groups of commands."""

FILES, CASES = read_commands()


def stored(name: str) -> Path:
    """Where the transcript of a case is."""
    return HERE / f"{name}.txt"


def transcript(name: str) -> str:
    """Run a case in a new folder: its command lines, then the files that they left there."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder), mock.patch.dict(os.environ, {"COLUMNS": "80"}):
        for file, content in FILES.items():
            Path(file).write_text(content, encoding="utf-8")
        parts = [_ran(words) for line in CASES[name] for words in _forms(name, shlex.split(line))]
        parts += [_part(f"file {p.name}", p.read_text(encoding="utf-8")) for p in _written()]
    return "".join(parts)


def _forms(name: str, words: list[str]) -> Iterator[list[str]]:
    """The command line, and the same with --json if that is another form of its output."""
    yield words
    if not name.startswith(("help/", "errors/")) and OTHER_FORMS.isdisjoint(words):
        inner = 1 + (words[0] in GROUPS)
        yield [*words[:inner], "--json", *words[inner:]]


def _ran(words: Sequence[str]) -> str:
    """Run one command line, whose last words may be < FILE."""
    source = words[-1] if words[-2:-1] == ["<"] else os.devnull
    given = words[:-2] if source != os.devnull else words
    with _captured(source) as (out, err):
        code = main(list(given))
    shown = " ".join(word if word == "<" else shlex.quote(word) for word in words)
    return f"$ symlcn {shown}\n[exit code {code}]\n{_part('stdout', out())}{_part('stderr', err())}"


@contextmanager
def _captured(source: str):
    """Standard streams in memory, as text in UTF-8; standard input from a file."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2)]

    def text(stream: io.TextIOWrapper) -> str:
        stream.flush()
        return stream.buffer.getvalue().decode("utf-8")

    with (
        open(source, encoding="utf-8") as given,
        mock.patch.object(sys, "stdin", given),
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
    ):
        yield tuple(lambda stream=stream: text(stream) for stream in streams)


def _written() -> list[Path]:
    return sorted(path for path in Path().iterdir() if path.is_file() and path.name not in FILES)


def _part(title: str, text: str) -> str:
    """A titled part of the transcript, nothing for an empty stream."""
    text = _steady(text)
    if not text:
        return ""
    if len(text) > LONGEST:
        digest = hashlib.sha256(text.encode()).hexdigest()
        return f"[{title}: {len(text)} characters, sha256 {digest}]\n"
    return f"[{title}]\n{text}" + ("" if text.endswith("\n") else "\n[no newline at the end]\n")


def _steady(text: str) -> str:
    """The text without what depends on versions of this program, of Python and of libraries, and on rounding.

    These are the blocks `tool` and `approx` of JSON, the version, drawings, times and rates of runs, and errors of the
    numeric integration.
    """
    for found in reversed([*re.finditer(r'"(tool|approx)": (?=\{)', text)]):
        _, end = json.JSONDecoder().raw_decode(text, found.end())
        text = f"{text[: found.end()]}{{}}{text[end:]}"
    text = re.sub(r"\b(symlcn|version) \d+\.\d+\.\d+", r"\1 VERSION", text)
    text = re.sub(r"<svg.*?</svg>", "<svg></svg>", text, flags=re.DOTALL) if "matplotlib" in text else text
    text = re.sub(r" in \d[\w ]* \([\d,]+/s\)", " in … (…/s)", text)
    text = re.sub(r'"(began|last|ended)": \d+', r'"\1": 0', text)
    text = re.sub(r'"version": "\d+\.\d+\.\d+"', '"version": "VERSION"', text)
    text = re.sub(r'"versions": \{.*?\}', '"versions": {}', text)
    return re.sub(r"drifts by \S+,", "drifts by …,", text)


def first_difference(expected: str, found: str) -> str:
    """Where two transcripts part, for a message."""
    shorter = min(len(expected), len(found))
    place = next((i for i in range(shorter) if expected[i] != found[i]), shorter)
    line = expected.count("\n", 0, place) + 1
    window = slice(max(place - 100, 0), place + 100)
    return f"line {line}, character {place}:\n  stored … {expected[window]!r}\n  now    … {found[window]!r}"


def update(names: Sequence[str]) -> None:
    """Write the transcripts of these cases, of all if none is named, and remove those of no case."""
    for name in names or CASES:
        stored(name).parent.mkdir(exist_ok=True)
        stored(name).write_text(transcript(name), encoding="utf-8")
    for path in set(HERE.glob("*/*.txt")) - {stored(name) for name in CASES}:
        path.unlink()


if __name__ == "__main__":
    update(sys.argv[1:])
