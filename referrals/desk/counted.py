"""How many referrals depend on each record of the directory.

What lives here: that count. What does not: what the desk makes of it (services/desk/harm.py).
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from referrals.models import Referral
from services.desk.registry import Counter

# Older ones are over, or nearly so.
RECENT = timedelta(days=90)
# How much one referral counts beside one municipality.
WEIGHT = 10


def recent_referrals() -> Mapping[int, int]:
    """Return how many referrals each record received lately, by its key; one query."""
    sent = Referral.objects.filter(sent_at__gt=timezone.now() - RECENT, by_mistake=False).order_by()
    return dict(sent.values_list("provider").annotate(number=Count("pk")))


def in_words(number: int) -> str:
    """Return a number of referrals as the desk says it."""
    return "1 doorverwijzing" if number == 1 else f"{number} doorverwijzingen"


REFERRALS = Counter(WEIGHT, recent_referrals, in_words)
