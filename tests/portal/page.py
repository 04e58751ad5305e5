"""Reading a page as a browser would: elements with their attributes and text.

What lives here: a small reader for the tests of pages. What does not: tests.
"""

import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "path", "rect", "circle", "source"}


@dataclass
class Element:
    """One element, with its attributes and all text inside it."""

    tag: str
    attributes: dict[str, str]
    text: str = ""

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None where the element does not have it."""
        return self.attributes.get(name)


@dataclass
class Page(HTMLParser):
    """A parsed page: `Page.read(response).all("a")`."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    @classmethod
    def read(cls, source) -> "Page":
        """Return the page in a response, or in a piece of markup."""
        page = cls()
        super(Page, page).__init__(convert_charrefs=True)
        page.feed(source if isinstance(source, str) else source.content.decode())
        return page

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of this tag that have these attributes (`class_`, `aria_label`)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [
            element
            for element in self.elements
            if element.tag == tag and all(element.get(name) == value for name, value in wanted.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """Return the only element that fits."""
        (element,) = self.all(tag, **attributes)
        return element

    def with_id(self, identifier: str) -> Element:
        """Return the only element with this id."""
        (element,) = (element for element in self.elements if element.get("id") == identifier)
        return element

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Return what the page tells search engines in JSON-LD."""
        return [json.loads(script.text) for script in self.all("script", type="application/ld+json")]

    def fact(self, type_: str) -> dict[str, Any]:
        """Return the only thing of this type among them."""
        (fact,) = (fact for fact in self.facts if fact["@type"] == type_)
        return fact

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element that closes itself (`<rect />`): it has no text, and closes nothing else."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop().tag == tag:
                return

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data
