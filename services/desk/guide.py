"""The guide for who keeps records, as a page of the desk: docs/handleiding-beheer.md is its one source.

What lives here: that page, and the little of Markdown that the guide uses: headings, paragraphs, lists, tables, bold,
italics and code. What does not: its text. A test finds what this cannot show.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from services.desk.access import Action, desk_page

SOURCE = settings.BASE_DIR / "docs" / "handleiding-beheer.md"

_HEADING = re.compile(r"(#+) (.+)")
_ITEM = re.compile(r"(?:-|\d+\.) ")
_INLINE = {
    re.compile(r"\*\*(.+?)\*\*"): r"<strong>\1</strong>",
    re.compile(r"\*(.+?)\*"): r"<em>\1</em>",
    re.compile(r"`(.+?)`"): r"<code>\1</code>",
}


class Block(NamedTuple):
    """One block of the guide: a heading ("h1", "h2"), a paragraph ("p"), a list ("ul", "ol") or a table.

    A heading and a paragraph have `text`, lists have `rows` of one cell. The first row of a table is its head; its
    `text` is the heading above it.
    """

    kind: str
    text: SafeString
    rows: Sequence[Sequence[SafeString]] = ()

    @property
    def anchor(self) -> str:
        """Return the id of a heading."""
        return slugify(strip_tags(self.text))


@desk_page(Action.READ)
def guide(request: HttpRequest) -> HttpResponse:
    """Show the guide, with its parts on top."""
    return render(request, "desk/guide.html", {"blocks": blocks()})


@cache
def blocks() -> Sequence[Block]:
    """Return the guide block by block; its file does not change while the portal runs."""
    found: list[Block] = []
    for text in re.split(r"\n\s*\n", SOURCE.read_text(encoding="utf-8").strip()):
        above = next((one.text for one in reversed(found) if one.kind.startswith("h")), SafeString())
        found.append(_block(text, above))
    return found


def _block(text: str, heading_above: SafeString) -> Block:
    """Return one block, which its first signs tell from the others."""
    if heading := _HEADING.fullmatch(text):
        return Block(f"h{len(heading[1])}", _inline(heading[2]))
    lines = text.splitlines()
    if text.startswith("|"):
        head, _dashes, *rows = (list(map(_inline, line.strip("|").split("|"))) for line in lines)
        return Block("table", heading_above, [head, *rows])
    if _ITEM.match(text):
        return Block("ul" if text.startswith("-") else "ol", SafeString(), [[item] for item in _items(lines)])
    return Block("p", _inline(" ".join(lines)))


def _items(lines: list[str]) -> list[SafeString]:
    """Return the items of a list: a line that begins no item goes on with the one before."""
    items: list[str] = []
    for line in lines:
        if _ITEM.match(line):
            items.append(_ITEM.sub("", line, count=1))
        else:
            items[-1] += f" {line.strip()}"
    return list(map(_inline, items))


def _inline(text: str) -> SafeString:
    html = str(escape(text.strip()))
    for marked, shown in _INLINE.items():
        html = marked.sub(shown, html)
    return mark_safe(html)  # noqa: S308 - escaped before its marks were read
