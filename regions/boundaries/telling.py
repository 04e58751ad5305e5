"""What a municipal change touches, in words: the same for the command and for the desk.

What lives here: the sentences. What does not: what a change does (change.py, verbs.py).
"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from regions.boundaries.verbs import Consequences
from regions.facts import MembershipFact


def in_words(found: Consequences) -> Iterator[str]:
    """Yield what a change touches, one thing a sentence."""
    for entry in found.facts:
        match entry.table:
            case "municipalities" if entry.before is None:
                yield _("nieuw: %(name)s (%(code)s)") % {"name": entry.after.name, "code": entry.key}
            case "municipalities":
                yield _("houdt op: %(name)s (%(code)s)") % {"name": entry.after.name, "code": entry.key}
            case "postcodes":
                said = {"postcode": entry.key, "before": entry.before.municipality, "after": entry.after.municipality}
                yield _("postcode %(postcode)s: %(before)s wordt %(after)s") % {**said}
            case "memberships":
                begins = isinstance(entry.after, MembershipFact) and entry.before is None
                told = _("ligt nu in %(area)s: %(code)s") if begins else _("lag tot die dag in %(area)s: %(code)s")
                yield told % {"area": f"{entry.key.scheme} {entry.key.area}", "code": entry.key.municipality}
    for moved in found.areas:
        told = _("wat van %(former)s bij %(heir)s komt, gaat van %(before)s naar %(after)s (%(scheme)s)")
        areas = {side: ", ".join(getattr(moved, side)) for side in ("before", "after")}
        yield told % {"former": moved.former, "heir": moved.heir, "scheme": moved.scheme, **areas}
    for listener, effects in found.others:
        yield from map(listener.tell, effects)
