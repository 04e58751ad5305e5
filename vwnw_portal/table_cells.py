"""The cells of a table, each with its role and the name of its column.

What lives here: adding both to the rows that a page writes as plain HTML. What does not: the table around them
(templates/ui/table.html), and how its rows become blocks on a small screen (static/css/components.css).
Rows are read by their tags alone: pages write those, and what records and visitors say between them is escaped.
"""

import re
from collections.abc import Iterator
from html import escape, unescape

from django.utils.html import strip_tags

HEAD = re.compile(r"<thead\b.*?</thead>", re.DOTALL)
CELL = re.compile(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", re.DOTALL)
OPENING_TAG = re.compile(r"<(thead|tbody|tfoot|tr|th|td)\b([^>]*)>")
# A browser may forget that a table drawn as blocks is one: a screen reader goes by these.
ROLES = {"thead": "rowgroup", "tbody": "rowgroup", "tfoot": "rowgroup", "tr": "row", "td": "cell"}
IS_OF_HEAD = 'scope="col"'


def with_columns(rows: str) -> str:
    """Return the rows of a table with a role for each part, and for each cell below the head the name of its column."""
    head = HEAD.match(rows.strip())
    columns = [unescape(strip_tags(name)).strip() for name in CELL.findall(head[0])] if head else []
    ahead: Iterator[str] = iter(())

    def complete(tag: re.Match[str]) -> str:
        nonlocal ahead
        name, attributes = tag.groups()
        if name == "tr":
            ahead = iter(columns)
        of_one_column = name in ("td", "th") and "colspan" not in attributes and IS_OF_HEAD not in attributes
        column = next(ahead, "") if of_one_column else ""
        label = f' data-column="{escape(column)}"' if column else ""
        return f'<{name} role="{_role(name, attributes)}"{label}{attributes}>'

    return OPENING_TAG.sub(complete, rows)


def _role(name: str, attributes: str) -> str:
    if name == "th":
        return "columnheader" if IS_OF_HEAD in attributes else "rowheader"
    return ROLES[name]
