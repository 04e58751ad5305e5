"""Cutting a page into passages: what a reader takes in at once, for the tests of figures.

What lives here: sentences, and figures as a whole with their caption and source. What does not: tests.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

INLINE = {"a", "abbr", "b", "bdi", "br", "code", "em", "i", "kbd", "mark", "small", "span", "strong", "time"}
UNSEEN = {"script", "style", "template"}
READ_OUT = {"alt", "aria-label", "aria-description", "title", "content", "placeholder"}
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")


def passages_of(html: str) -> list[str]:
    """Return every sentence of a page, also those only read out, and every figure as one passage."""
    cutter = _Cutter()
    cutter.feed(html)
    cutter.close()
    cutter.cut()
    return [passage for passage in cutter.passages if passage]


@dataclass
class _Cutter(HTMLParser):
    """Gathers text until a block begins or ends; inside a figure only the end of the figure counts."""

    passages: list[str] = field(default_factory=list)
    _text: str = ""
    _inside: list[str] = field(default_factory=list)

    def __post_init__(self):
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in READ_OUT and value:
                self.passages += SENTENCE_END.split(value)
        self._pass(tag)
        if tag in UNSEEN | {"figure"}:
            self._inside.append(tag)

    def handle_endtag(self, tag):
        if self._inside and self._inside[-1] == tag:
            if tag == "figure":
                self.passages.append(" ".join(self._text.split()))
                self._text = ""
            self._inside.pop()
        self._pass(tag)

    def handle_data(self, data):
        if not UNSEEN.intersection(self._inside):
            self._text += data

    def cut(self):
        self.passages += SENTENCE_END.split(" ".join(self._text.split()))
        self._text = ""

    def _pass(self, tag):
        if tag in INLINE or "figure" in self._inside:
            self._text += " " if tag not in INLINE else ""
        else:
            self.cut()
