"""Settings of the site. ``make docs`` builds it; what is made from the sources is written first, see docs/tools."""

import sys
from hashlib import sha256
from importlib.metadata import files
from pathlib import Path
from shutil import copytree

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))

from docs.tools.made import write_all  # noqa: E402
from symlcn.version import __version__  # noqa: E402

project, author, copyright = "symlcn", "The symlcn developers", "The symlcn developers"
version = release = __version__
extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.mathjax"]
exclude_patterns = ["tools", "made", "static"]

myst_enable_extensions = ["dollarmath", "amsmath", "deflist", "colon_fence", "attrs_inline"]
myst_fence_as_directive = ["math"]
myst_dmath_allow_digits = True
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]  # the answers to exercises are in <details>, which no heading is in

autodoc_typehints = "signature"
autodoc_member_order = "bysource"
numpydoc_show_class_members = False
python_use_unqualified_type_names = True
add_module_names = False

html_theme = "furo"
html_title = f"symlcn {__version__}"
html_static_path = ["static"]
html_css_files = ["symlcn.css"]
html_show_sphinx = html_copy_source = False
templates_path: list[str] = []

MATHJAX = "es5/tex-chtml.js"
MATHJAX_SHA256 = "9b5ae004241a76ab35468a2b8cc567774cfd919f3788c29de17dc1fba95bbe06"
mathjax_path = "mathjax/tex-chtml.js"
mathjax3_config = {
    "options": {"enableMenu": False},
    "chtml": {"matchFontHeight": False},
    "tex": {"packages": {"[-]": ["noundefined"]}},
}


def copy_mathjax(app, error):
    """MathJax 3 from the package that carries it, with its fonts, and nothing from elsewhere."""
    if error is not None or app.builder.format != "html":
        return
    carried = {str(path): path.locate() for path in files("django-static-mathjax")}
    script = Path(carried[f"mathjax/static/mathjax/{MATHJAX}"])
    if sha256(script.read_bytes()).hexdigest() != MATHJAX_SHA256:
        raise RuntimeError(f"{script} is not the MathJax that was tried")
    target = Path(app.outdir) / "_static" / "mathjax"
    target.mkdir(parents=True, exist_ok=True)
    (target / script.name).write_bytes(script.read_bytes())
    copytree(script.parent / "output/chtml/fonts", target / "output/chtml/fonts", dirs_exist_ok=True)


def link_sources(_app, docname, text):
    """A link from a page at the top to a file of the sources, which is no page, is one to download it."""
    if "/" not in docname:
        text[0] = text[0].replace("](../", "](path:../")


def setup(app):
    """Write what is made from the sources before they are read, and copy MathJax at the end."""
    app.connect("builder-inited", lambda _: write_all(HERE))
    app.connect("source-read", link_sources)
    app.connect("build-finished", copy_mathjax)
