"""The command: ``python -I symlcn/check FILE...`` or ``python -m symlcn.check FILE...``."""

from __future__ import annotations

import sys

if __package__:
    from . import main
else:  # the folder itself is run: it becomes a package by its place, so that no neighbour of it can be imported
    from importlib.util import module_from_spec, spec_from_file_location
    from os.path import abspath, dirname

    folder = dirname(abspath(__file__))
    spec = spec_from_file_location("_check", f"{folder}/__init__.py", submodule_search_locations=[folder])
    if spec is None or spec.loader is None:
        sys.exit(f"{folder} is not the folder of the checker")
    package = sys.modules["_check"] = module_from_spec(spec)
    spec.loader.exec_module(package)
    main = package.main

if __name__ == "__main__":
    sys.exit(main(walls=True))
