"""Write the corpus of certificates: valid, invalid (well-formed and false) and malformed.

Run from the root of the repository: ``python -m tests.data.make``. The files are kept so that a checker of another
version, or by somebody else, can be tried on them.
"""

import json
from pathlib import Path

from tests.damage import certificate, replaced, sealed

FOLDER = Path(__file__).parent

VALID = {
    "k3s2-k2": ("k3s2 k2", None),
    "k2x2-k2x2": ("k2x2 k2x2", None),
    "k2x2-k2x2-balanced": ("k2x2 k2x2", [0]),
    "k2x2-k2x2-delta-21": ("k2x2 k2x2", [21]),
    "k3-k2": ("k3 k2", None),
    "k3-k2-balanced": ("k3 k2", [0]),
    "wav2vec2": ("k10s5 k3s2 k3s2 k3s2 k3s2 k2s2 k2s2", None),
    "separable": ("k3x1 k1x3", None),
    "blocks": ("k2 k2d2 k2 k2d2", None),
}

INVALID = {
    "degree": ("k3 k2", ("result", "degree"), "2"),
    "status": ("k3s2 k2", ("status",), "refuted"),
    "image-degree": ("k3s2 k2", ("result", "image_degree"), "4"),
    "locus": ("k2x2 k2x2", ("result", "delta_locus"), []),
    "witness-coefficient": ("k3s2 k2", ("evidence", "witness", 0, "filter"), ["2", "3", "1"]),
    "eisenstein-root": ("k2x2 k2x2", ("evidence", "witness", 0, "root"), "-3"),
    "exchange-root": ("k3 k2", ("evidence", "exchange", "root"), "-5"),
    "corner": ("k2x2 k2x2", ("evidence", "counterexample", "ntk_difference", "values"), ["13", "13"]),
    "assumption": ("k3s2 k2", ("assumptions",), ["something"]),
}


def write(folder: str, name: str, text: str) -> None:
    """Write one file of the corpus."""
    (FOLDER / folder).mkdir(exist_ok=True)
    (FOLDER / folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Write all files."""
    for name, (notation, delta) in VALID.items():
        write("valid", name, sealed(certificate(notation, delta)))
    for name, (notation, path, value) in INVALID.items():
        write("invalid", name, sealed(replaced(certificate(notation), path, value)))
    honest = certificate("k3s2 k2")
    text = sealed(honest)
    write("invalid", "digest", json.dumps({**json.loads(text), "digest": "sha256:" + "0" * 64}))
    write("malformed", "truncated", text[: len(text) // 2])
    write("malformed", "duplicate-key", text.replace('"version": 1', '"version": 1, "version": 1'))
    write("malformed", "nan", text.replace('"dimension": 4', '"dimension": NaN'))
    write("malformed", "float", text.replace('"dimension": 4', '"dimension": 4.0'))
    write("malformed", "missing-key", sealed({k: v for k, v in honest.items() if k != "reason"}))
    write("malformed", "number-string", sealed(replaced(honest, ("result", "degree"), "+1")))
    write("malformed", "arabic-digits", sealed(replaced(honest, ("result", "degree"), "١")))
    write("malformed", "deep", "[" * 5000)
    write("malformed", "empty", "")
    write("malformed", "other-kind", sealed(replaced(honest, ("kind",), "portrait")))


if __name__ == "__main__":
    main()
