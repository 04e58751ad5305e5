"""Why something that somebody wants with a referral is not possible (any more).

What lives here: one exception for each reason. What does not: raising them (actions.py and what it calls), the page or
message with which a reader is told (employer/, provider/), a link that opens nothing (signed_links.py).
"""

from collections.abc import Sequence
from datetime import date

from referrals.models import Referral
from referrals.status import State


class Refused(Exception):
    """What somebody wants is not possible, or not any more. Nothing was changed."""


class CaseGone(Refused):
    """All that was known of the case is deleted: its employer withdrew it, or its period has passed."""


class LinkEnded(Refused):
    """A new key ended the links to a referral after somebody read it, and before that was acted on."""


class NotConfirmed(Refused):
    """The employer did not confirm its address (yet): the case was sent to nobody."""


class AlreadyAsked(Refused):
    """The same request was sent before; `confirmed` says whether it is on its way, or waits for that."""

    def __init__(self, *, confirmed: bool) -> None:
        super().__init__("confirmed" if confirmed else "waiting")
        self.confirmed = confirmed


class AlreadyConfirmed(Refused):
    """The employer confirmed its address before: the case is on its way."""


class MoveRefused(Refused):
    """A referral cannot go to the state `to`. `referral` is as it stands now: somebody was first, or it was done."""

    def __init__(self, referral: Referral, to: State) -> None:
        super().__init__(f"{referral.state} > {to}")
        self.referral = referral
        self.to = to


class CannotRefer(Refused):
    """The case cannot go to these providers; `slugs` names them, none when none was chosen."""

    def __init__(self, slugs: Sequence[str]) -> None:
        super().__init__(", ".join(slugs))
        self.slugs = slugs


class DayRefused(Refused):
    """A day that is over or lies too far ahead; `last` is the last one that can be named."""

    def __init__(self, last: date) -> None:
        super().__init__(f"not after {last}")
        self.last = last


class NoMistake(Refused):
    """The employer cannot say any more that it sent this by mistake: the provider read it, or answered."""


class TooManyPeople(Refused):
    """A report about more people than the case has; `most` is how many that are."""

    def __init__(self, most: int) -> None:
        super().__init__(f"more than {most}")
        self.most = most
