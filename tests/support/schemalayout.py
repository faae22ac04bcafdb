"""The layout of the JSON Schema files: ``python -m tests.support.schemalayout`` writes them anew in it.

What fits on a line stands on one, but every definition, and every property where an object has several, begins a line.
Otherwise as many keywords as fit stand on a line, those of ``ALONE`` at its end, those of ``FIRST`` at its beginning.
Brackets that close one after another stand together.
"""

import json
from pathlib import Path

import symlcn

FOLDER = Path(symlcn.__file__).parent / "certificates" / "schemas"
WIDTH = 120
MAPS = ("$defs", "properties")  # from names to schemas
ALONE = ("$schema", "$id", "title", "description", "$comment")
FIRST = ("if", "then", "else", "$defs")


def laid_out(schema):
    """The text of a schema file."""
    return _filled(schema, "", "", 0) + "\n"


def _member(start, indent, parent, key, tail):
    """A line so far, and behind it a member of an object or list, which has ``tail`` characters behind it."""
    item, line = parent[key], start + f"{json.dumps(key)}: " * isinstance(parent, dict)
    flat = json.dumps(item, ensure_ascii=False)
    if not isinstance(item, dict | list) or (len(line + flat) + tail <= WIDTH and not _lists(parent, key)):
        return line + flat
    return line + _listed(item, indent) if key in MAPS else _filled(item, indent, line, tail)


def _listed(value, indent):
    """An object, a line or more for each member."""
    inner = f"{indent}  "
    return "{\n" + ",\n".join(_member(inner, inner, value, key, 1) for key in value) + f"\n{indent}}}"


def _filled(value, indent, line, tail):
    """A line so far, and behind it an object or list: as much on each line as fits."""
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    lines, inner, full = [line + opening], f"{indent}  ", False
    for n, key in enumerate(value if isinstance(value, dict) else range(len(value))):
        last = n == len(value) - 1
        behind = tail + 1 if last else 1
        fresh, so_far = _member(inner, inner, value, key, behind), lines[-1] + " " * (n > 0)
        whole = "\n" not in fresh
        same = so_far + fresh.strip() if whole else _member(so_far, inner, value, key, behind)
        too_long = len(same.partition("\n")[0]) + behind * whole > WIDTH
        if full or too_long or (n > 0 and (key in FIRST or not (whole or opening == "{"))):
            lines, same = [*lines, ""], fresh
        lines[-1:] = (same + "," * (not last)).split("\n")
        full = key in ALONE or not whole
    if not lines[-1].strip("]} "):  # closes what is inside
        closing = f"\n{indent}{lines.pop().strip()}{closing}"
    return "\n".join(lines) + closing


def _lists(parent, key):
    """Whether a member may not stand on one line: it, or something inside, defines several things."""
    item = parent[key]
    if key == "$defs" or (key == "properties" and "required" in parent and len(item) > 1):
        return True
    inside = item if isinstance(item, dict) else range(len(item)) if isinstance(item, list) else ()
    return any(_lists(item, name) for name in inside)


if __name__ == "__main__":
    for path in FOLDER.glob("*.json"):
        path.write_text(laid_out(json.loads(path.read_text("utf-8"))), "utf-8")
