"""The lessons as tests: Sybil runs the Python of each, block by block."""

import doctest

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=doctest.NORMALIZE_WHITESPACE)], patterns=["*.md"]
).pytest()
