"""The site that ``make docs`` built: its links, and its pages as a browser shows them."""

import json
import re
import subprocess
from functools import partial
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from queue import Queue
from threading import Thread
from urllib.parse import unquote

import pytest

import symlcn
from symlcn_proofs.course import lessons
from tests.support.browser import CHROMIUM

SITE = Path(__file__).parents[2] / "build" / "docs"
PAGES = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html"))
pytestmark = pytest.mark.skipif(not PAGES, reason="there is no site: make docs")


class Page(HTMLParser):
    """The identifiers and links of a page, and what it loads."""

    def __init__(self, name):
        super().__init__()
        self.identifiers, self.links, self.loaded = set(), [], []
        self.feed((SITE / name).read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        own = dict(attributes)
        self.identifiers |= {own[key] for key in ("id", "name") if key in own}
        if tag == "a" and "href" in own:
            self.links.append(own["href"])
        self.loaded += [own[key] for key in ("src", "href") if key in own and tag in ("script", "link", "img")]


@pytest.fixture(scope="module")
def pages():
    return {name: Page(name) for name in PAGES}


def test_every_link_inside_the_site_leads_somewhere(pages):
    broken = []
    for name, page in pages.items():
        for link in page.links:
            path, _, identifier = link.partition("#")
            if re.match(r"\w+:", path):
                continue
            target = (SITE / name).parent / unquote(path) if path else SITE / name
            other = pages.get(target.resolve().relative_to(SITE.resolve()).as_posix())
            if not target.is_file() or (identifier and other and unquote(identifier) not in other.identifiers):
                broken.append(f"{name}: {link}")
    assert broken == []


def test_no_page_loads_anything_from_elsewhere(pages):
    assert [(name, part) for name, page in pages.items() for part in page.loaded if re.match(r"\w+:|//", part)] == []


def test_the_lessons_follow_each_other(pages):
    names = [lesson.name for lesson in lessons()]
    for before, after in pairwise(names):
        assert f"{after}.html" in pages[f"course/{before}.html"].links
        assert f"{before}.html" in pages[f"course/{after}.html"].links


def test_every_public_name_is_in_the_reference(pages):
    described = pages["reference/python.html"].identifiers
    assert [name for name in symlcn.__all__ if name != "__version__" and f"symlcn.{name}" not in described] == []


class Handler(SimpleHTTPRequestHandler):
    """Serves the site, the page that opens all others, and takes what that finds."""

    answers: Queue = Queue()

    def do_GET(self):
        own = {"/harness.html": (Path(__file__).parent / "harness.html").read_bytes, "/pages.json": self.names}
        if self.path not in own:
            return super().do_GET()
        body = own[self.path]()
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.path.endswith("html") else "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.answers.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def names(self):
        return json.dumps(PAGES).encode()

    def log_message(self, *_):
        pass


@pytest.mark.skipif(CHROMIUM is None, reason="the browser test needs chromium: apt-get install chromium")
def test_pages_in_a_browser(tmp_path):
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(SITE))) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        words = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}/profile"]
        address = f"http://127.0.0.1:{server.server_port}/harness.html"
        process = subprocess.Popen([*words, "--remote-debugging-port=0", address], stderr=subprocess.DEVNULL)
        try:
            said = Handler.answers.get(timeout=240)
        finally:
            process.terminate()
            process.wait(30)
            server.shutdown()
    assert said["found"] == []
    assert said["pages"] == len(PAGES)
    assert said["matrices"] > 0
    assert said["primes"] > 0
