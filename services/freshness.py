"""How far a record can be trusted, by what was checked of it and how long ago (R17).

What lives here: the parts of a check, the states and the days on which one ends. What does not: recording a check
(upkeep/). An edit or an import makes nothing fresh: only a check does.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from services.parameters import ParameterBook

DUE_DAYS = "check_due_days"
OVERDUE_DAYS = "check_overdue_days"
NOT_REFERABLE_DAYS = "check_not_referable_days"


class CheckPart(models.TextChoices):
    """What a check looked at. The value is the column of a check, and begins the one of a provider's date."""

    EXISTENCE = "existence", _("bestaat nog")
    CONTACT = "contact", _("contactgegevens")
    AREA = "area", _("werkgebied")
    ROLES = "roles", _("rollen en voorwaarden")

    @property
    def column(self) -> str:
        """Return the name of a provider's date of the last check of this part."""
        return f"{self.value}_checked_on"


# Nobody can be referred to an organisation that may not be reached, or may not work there (R17).
REFERABLE_PARTS = (CheckPart.CONTACT, CheckPart.AREA)


def dates_of_checks(record: object) -> dict[CheckPart, date | None]:
    """Return for each part of a record, with the columns of a provider, when it was last checked; None where never."""
    return {part: getattr(record, part.column) for part in CheckPart}


class Freshness(models.TextChoices):
    """The five states, best first: four by the age of the last check, and one for who keeps silent."""

    FRESH = "fresh", _("actueel")
    DUE = "due", _("binnenkort controleren")
    OVERDUE = "overdue", _("controle is te laat")
    NOT_REFERABLE = "not_referable", _("te lang niet gecontroleerd")
    SILENT = "silent", _("geeft steeds geen antwoord")

    @property
    def is_up_to_date(self) -> bool:
        """Return whether the last check is recent enough to go by."""
        return self in (Freshness.FRESH, Freshness.DUE)

    @property
    def is_referable(self) -> bool:
        """Return whether a record in this state can receive a referral (R17)."""
        return self not in (Freshness.NOT_REFERABLE, Freshness.SILENT)


class Checked(Protocol):
    """A record that is checked from time to time: a provider."""

    last_checked_on: date | None
    silent_since: date | None


@dataclass(frozen=True, slots=True)
class OldestChecks:
    """For each state the date of the oldest check that still gives it on a day; what is older falls into the next one.

    A state is told here of one record; in a query: `ProviderQuerySet.in_state` and `.referable`.
    """

    fresh: date
    due: date
    overdue: date
    on: date

    @property
    def up_to_date(self) -> date:
        """Return the date of the oldest check that a record can be trusted by (Freshness.is_up_to_date)."""
        return self.due

    @property
    def referable(self) -> date:
        """Return the date of the oldest check with which a record can receive a referral (Freshness.is_referable)."""
        return self.overdue

    @property
    def periods(self) -> dict[Freshness, tuple[date, date]]:
        """Return for each state that a check gives, best first, its oldest check and the first that is too good."""
        return {
            Freshness.FRESH: (self.fresh, date.max),
            Freshness.DUE: (self.due, self.fresh),
            Freshness.OVERDUE: (self.overdue, self.due),
        }

    def freshness_of(self, record: Checked) -> Freshness:
        """Return the state of a record."""
        return self.state_of(record.last_checked_on, record.silent_since)

    def state_of(self, last_checked_on: date | None, silent_since: date | None = None) -> Freshness:
        """Return the state of a record that was last checked then; never checked is not referable.

        Silence takes back every check before it (upkeep/), so a record without a check may be a silent one.
        """
        if last_checked_on is None:
            return Freshness.SILENT if silent_since else Freshness.NOT_REFERABLE
        fitting = (state for state, (oldest, _too_good) in self.periods.items() if last_checked_on >= oldest)
        return next(fitting, Freshness.NOT_REFERABLE)


def oldest_checks(on: date, book: ParameterBook) -> OldestChecks:
    """Return the edges of the states on a day, to order and filter rows by in the database."""

    def days_ago(code: str) -> date:
        return on - timedelta(days=book.on(on, code).value)

    return OldestChecks(
        fresh=days_ago(DUE_DAYS), due=days_ago(OVERDUE_DAYS), overdue=days_ago(NOT_REFERABLE_DAYS), on=on
    )
