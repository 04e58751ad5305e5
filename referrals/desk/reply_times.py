"""How soon organisations answer, as pages about them may show it (services/reply_times.py).

What lives here: which figures may be shown. What does not: measuring them (loop/track_record.py).
"""

from collections.abc import Mapping

from referrals.loop.track_record import response_figures
from referrals.monitor.suppression import FEWEST
from services.reply_times import ReplyTime


def reply_times() -> Mapping[int, ReplyTime]:
    """Return the reply time of each organisation with no fewer answers than the monitor shows, in one query."""
    return {
        provider: ReplyTime(figures.median_working_days, figures.answered)
        for provider, figures in response_figures().items()
        if figures.median_working_days is not None and figures.answered >= FEWEST
    }
