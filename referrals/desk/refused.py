"""Records of organisations that say, of people whom the portal sends, that they do not work there.

What lives here: that reason to look at a record. What does not: saying no (loop/actions.py), for how long a no is
known (retention.py).
"""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from referrals.models import ReferralEvent
from referrals.status import DeclineReason, State
from services.desk.registry import Reason
from services.freshness import OldestChecks

URGENCY = 8
# Once may be a mistake of who answers; twice it is the record that is wrong.
OFTEN = 2
NEVER = date(1900, 1, 1)


def says_not_here(_edges: OldestChecks) -> Q:
    """Return the condition that a provider refused so often as outside its area since its work area was checked."""
    since = Coalesce(OuterRef("area_checked_on"), Value(NEVER))
    refusals = ReferralEvent.objects.filter(
        referral__provider=OuterRef("pk"),
        referral__state=State.DECLINED,  # a no that was taken back is none
        reason=DeclineReason.OUTSIDE_AREA,
        at__date__gt=since,
    )
    often = (
        refusals.order_by()
        .values("referral__provider")
        .annotate(number=Count("referral", distinct=True))
        .filter(number__gte=OFTEN)
    )
    return Q(Exists(often))


SAYS_NOT_HERE = Reason("buiten-gebied", "zegt hier niet te werken", URGENCY, says_not_here, "desk_work_area")
