"""Why two records are likely the same, in words.

What lives here: the sentence. What does not: the reasons (scoring.py).
"""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from services.duplicates.scoring import POINTS, Reason


def why_in_words(reasons: Sequence[Reason]) -> str:
    """Return what two records share, and what they differ in: "Ze delen: ... . Ze verschillen in: ... ."."""
    against = [reason for reason in reasons if POINTS.get(reason, 0) < 0]
    shared = _("Gelijk: %(reasons)s.") % {"reasons": _listed([one for one in reasons if one not in against])}
    if not against:
        return shared
    return shared + " " + _("Maar: %(reasons)s.") % {"reasons": _listed(against)}


def _listed(reasons: Collection[Reason]) -> str:
    return ", ".join(str(reason.label) for reason in reasons)
