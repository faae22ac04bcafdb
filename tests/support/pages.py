"""Pages as the tests read them."""

from html.parser import HTMLParser


class Balance(HTMLParser):
    """Reports tags that are not closed, and what a page may not have."""

    def __init__(self):
        super().__init__()
        self.open, self.problems, self.words = [], [], []

    def handle_starttag(self, tag, attributes):
        if tag not in ("meta", "wbr", "br"):
            self.open.append(tag)
        if tag in ("script", "iframe", "img", "link", "object") or any(name.startswith("on") for name, _ in attributes):
            self.problems.append(tag)
        self.problems += [
            value for name, value in attributes if name == "src" or (name == "href" and tag != "a" and value[0] != "#")
        ]

    def handle_startendtag(self, tag, attributes):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}>")

    def handle_data(self, data):
        self.words.append(data)


def checked_page(source):
    """The words of a page, after its tags were checked."""
    parser = Balance()
    parser.feed(source)
    parser.close()
    assert not parser.problems
    assert not parser.open
    return "".join(parser.words)
