"""The figures of a year as the public page shows them, in the reader's language.

What lives here: choosing what is shown, and words for what counts.py counts. What does not: counting and hiding
(counts.py, suppression.py), markup (templates), the file (views.py).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.conf import settings
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from notation.dates import date_in_words
from referrals.monitor.counts import (
    GAP,
    NO_GAP,
    NONE,
    NOT_REPORTED,
    By,
    Figures,
    figures,
    final_on,
    is_final,
    region_names,
)
from referrals.monitor.suppression import FEWEST, Numbers
from referrals.monitor.without_referral import Total, totals_of
from referrals.status import Result
from services.catalogue import catalogue
from services.models import Role


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table in words; without cells it is hidden."""

    label: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class FiguresTable:
    """A table in words, and what its rows are."""

    code: str
    caption: str
    meaning: str
    lines: list[Line]

    @property
    def all_hidden(self) -> bool:
        """Return whether the table has no row to show."""
        return not any(line.cells for line in self.lines)


class MonitorPage:
    """Everything that the page shows: of the year that is asked for, or else of the latest of `years`."""

    fewest = FEWEST

    def __init__(self, years: list[int], asked: str, today: date) -> None:
        self.years, self.today = years, today
        self.year = next((year for year in years if str(year) == asked), years[0] if years else None)
        self.is_other_year = bool(asked) and asked != str(self.year)
        self.columns = _columns()
        self.definitions = _definitions()
        self.digest_key_days = settings.DIGEST_KEY_DAYS

    @property
    def breadcrumb(self) -> list[dict[str, str]]:
        """Return where the page stands in the site."""
        return [{"label": pgettext("menu", "Home"), "url": reverse("home")}, {"label": _("Cijfers")}]

    @cached_property
    def _figures(self) -> Figures | None:
        return figures(self.year, self.today) if self.year else None

    @property
    def is_provisional(self) -> bool:
        """Return whether the figures of the year can still change."""
        return self.year is not None and not is_final(self.year, self.today)

    @property
    def final_on(self) -> str:
        """Return the day on which the figures of the year are final."""
        return date_in_words(final_on(self.year)) if self.year else ""

    @property
    def next_year(self) -> int:
        """Return the first year whose figures are not final yet."""
        before = self.today.year - 1
        return before + 1 if is_final(before, self.today) else before

    @property
    def next_on(self) -> str:
        """Return the day on which the figures of that year are final."""
        return date_in_words(final_on(self.next_year))

    @cached_property
    def total(self) -> list[str]:
        """Return the numbers of all cases together; empty where they may not be shown."""
        return _cells(self._figures.total) if self._figures else []

    @property
    def total_in_words(self) -> list[tuple[str, str]]:
        """Return the same, each number with what it counts."""
        return list(zip(self.columns, self.total, strict=False))

    @cached_property
    def without_referral(self) -> list[Total]:
        """Return how it went where nobody was asked for help; empty where that may not be shown (yet)."""
        return totals_of(self.year) if self.year and not self.is_provisional else []

    @cached_property
    def tables(self) -> list[FiguresTable]:
        """Return every table."""
        return _tables(self._figures) if self._figures else []


# --- Words -----------------------------------------------------------------------------------------------


def _tables(found: Figures) -> list[FiguresTable]:
    words = _tables_in_words()
    tables = []
    for by, rows in found.tables.items():
        labels = labels_of(by)
        lines = [Line(labels[row.code], _cells(row.numbers) if row.numbers else []) for row in rows]
        tables.append(FiguresTable(by.value, *words[by], lines))
    return tables


def _cells(numbers: Numbers) -> list[str]:
    *counts, answer, sign = numbers
    return [*(number_format(number, force_grouping=True) for number in counts), _days(answer), _days(sign)]


def _days(days: float | None) -> str:
    """Return a median in figures; of a year that was written down before it was measured there is none."""
    if days is None:
        return _("niet gemeten")
    return number_format(int(days) if days == int(days) else days)


def _columns() -> list[str]:
    return [
        _("Casussen"),
        _("Werkgevers"),
        _("Mensen"),
        _("Met antwoord"),
        _("Werkdagen tot antwoord"),
        _("Werkdagen tot eerste bericht"),
    ]


def _definitions() -> list[tuple[str, str]]:
    """Return what each column counts."""
    meanings = [
        _(
            "Een casus is een verzoek om hulp van een werkgever die zijn e-mailadres bevestigde. "
            "Hij telt in het jaar van versturen. Ging hij naar drie organisaties? Dan telt hij toch maar een keer. "
            "Een casus die later is ingetrokken, telt ook mee. Een casus die per ongeluk is verstuurd niet."
        ),
        _(
            "Een werkgever met meer casussen in een jaar telt een keer. Wij herkennen hem aan een code van wat in zijn "
            "e-mailadres na het apenstaartje staat. Delen veel mensen dat deel? Dan nemen wij het hele adres. "
            "Met een ander adres is hij voor ons een andere werkgever."
        ),
        _(
            "Het aantal mensen dat de werkgever invulde. Zij tellen een keer. "
            "Dat is ook zo als meer organisaties hetzelfde verzoek kregen, of elk een deel helpen."
        ),
        _("Casussen waarin ten minste een organisatie ja of nee zei, of doorverwees."),
        _(
            "De werkdagen tussen versturen en het eerste antwoord van een casus. Wij tonen de mediaan: "
            "de helft van de casussen had sneller antwoord. Casussen zonder antwoord tellen hier niet mee."
        ),
        _(
            "De werkdagen tot een organisatie voor het eerst iets liet horen. Dat is een antwoord, een vraag, of de "
            "dag waarop het antwoord komt. Ook dit is de mediaan."
        ),
    ]
    return list(zip(_columns(), meanings, strict=True))


def _tables_in_words() -> dict[By, tuple[str, str]]:
    """Return the caption of each table, and what its rows mean."""
    return {
        By.QUARTER: (_("Per kwartaal"), _("Het kwartaal waarin de casus is verstuurd.")),
        By.REGION: (
            _("Per arbeidsmarktregio"),
            _(
                "De regio waar de mensen werken. Een casus met mensen in twee regio's telt in beide. "
                "De mensen tellen alleen in hun eigen regio."
            ),
        ),
        By.ROLE: (
            _("Per soort hulp"),
            _(
                "De soort hulp die bij de situatie past. Een casus met twee situaties telt in beide rijen. "
                "De mensen tellen alleen in hun eigen rij."
            ),
        ),
        By.SECTOR: (_("Per sector"), _("De sector die de werkgever koos.")),
        By.RESULT: (
            _("Per uitkomst"),
            _(
                "Wat er van de mensen werd, en hoeveel casussen zulke mensen hebben. De werkgever gaat voor: "
                "wat hij meldt, telt. Melden alleen organisaties iets? Dan telt per uitkomst het hoogste aantal van "
                "een van hen. Helpen zij elk een deel van de mensen? Dan tellen wij hun aantallen op. "
                "Het zijn nooit meer mensen dan de casus heeft."
            ),
        ),
        By.GAP: (
            _("Waar hulp ontbreekt"),
            _(
                "Was er op de dag van versturen een organisatie met de hulp die bij de mensen past? "
                "Het werkgeversservicepunt telt niet mee: dat is de algemene ingang."
            ),
        ),
    }


def labels_of(by: By) -> dict[str, str]:
    """Return the words for the rows of a table by their code."""
    match by:
        case By.QUARTER:
            return {
                "1": _("Januari tot en met maart"),
                "2": _("April tot en met juni"),
                "3": _("Juli tot en met september"),
                "4": _("Oktober tot en met december"),
            }
        case By.REGION:
            return {**region_names(), NONE: _("In meer regio's, of niet bekend")}
        case By.ROLE:
            return {**{role.value: str(role.label) for role in Role}, NONE: _("Flexibel personeel, zonder eigen soort")}
        case By.SECTOR:
            return {**{sector.code: sector.name for sector in catalogue().sectors}, NONE: _("Niet bekend")}
        case By.RESULT:
            return {**{result.value: str(result.label) for result in Result}, NOT_REPORTED: _("nog niets gemeld")}
        case By.GAP:
            return {NO_GAP: _("Er was zo'n organisatie"), GAP: _("Er was geen organisatie")}
