"""All that is made from the sources before Sphinx reads the site.

Contents: :func:`write_all`.
"""

from collections.abc import Iterator
from pathlib import Path

import symlcn
from docs.tools.commands import command_pages
from docs.tools.formats import format_pages
from docs.tools.lessons import lesson_pages
from docs.tools.pictures import gallery_pictures
from docs.tools.zoo import zoo_pages


def write_all(folder: Path) -> None:
    """Write the pages and pictures into the folder of the site; a file that stays the same is not touched."""
    for name, content in _all():
        path, data = folder / name, content if isinstance(content, bytes) else content.encode()
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)


def _all() -> Iterator[tuple[str, str | bytes]]:
    yield from lesson_pages()
    yield from zoo_pages()
    yield from command_pages()
    yield from format_pages()
    yield from gallery_pictures()
    yield "made/table1.md", symlcn.table1().proof("markdown")
