"""What is written to be read, as tests: Sybil runs the Python of README, site and lessons, block by block."""

import doctest

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

collect_ignore = ["docs/conf.py", "docs/course", "docs/made"]

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=doctest.NORMALIZE_WHITESPACE)], patterns=["*.md"]
).pytest()
