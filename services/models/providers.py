"""Providers, what they do, where they work and when their record was last checked.

What lives here: the rows and what the database refuses. What does not: searching (querysets.py, search/results.py),
writing (upkeep/, files/importing.py), the state a check's age leads to (freshness.py).
"""

from enum import Enum
from itertools import product
from typing import Any, Protocol

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from regions.models import Area, Municipality
from services.freshness import CheckPart
from services.models.history import ChangeSet
from services.parameters import DatedValue
from services.practical import hours
from services.practical.capacity import Capacity
from services.practical.visiting import LONGEST_STEP, Cost, Wheelchair
from services.querysets import ProviderQuerySet
from services.roles import Role
from services.sql import SEARCHED_IN
from services.words import as_searched

# The roles that are ticked, by the three yes-or-no columns in the order of Role.
ROLES_TICKED = {
    flags: frozenset(role for role, is_ticked in zip(Role, flags, strict=True) if is_ticked)
    for flags in product((False, True), repeat=len(Role))
}


def roles_held(own: frozenset[Role], of_type: frozenset[Role]) -> frozenset[Role]:
    """Return the roles that a provider has: its own where any are ticked, else those of its type.

    None can be ticked beside the type's: the database refuses it. In a query: `ProviderQuerySet.offering`.
    """
    return own or of_type


class RunBy(models.TextChoices):
    """Who runs an organisation: employers ask for an independent party (source report, 4.3.1, 4.3.3 and 5.3)."""

    PUBLIC = "public", _("overheid: UWV of gemeenten")
    EMPLOYERS_NETWORK = "employers_network", _("netwerk van werkgevers")
    PUBLIC_PRIVATE = "public_private", _("overheid en bedrijven samen")
    PRIVATE = "private", _("particulier")


class RoleFlags(models.Model):
    """One yes-or-no column a role: readable in the admin, and cheap to filter on."""

    preventive = models.BooleanField(_("preventief"), default=False)
    curative = models.BooleanField(_("curatief"), default=False)
    reintegration = models.BooleanField(_("re-integratie"), default=False)

    class Meta:
        abstract = True

    @property
    def role_flags(self) -> frozenset[Role]:
        """Return the roles ticked on this row."""
        return ROLES_TICKED[self.preventive, self.curative, self.reintegration]

    @role_flags.setter
    def role_flags(self, roles: frozenset[Role]) -> None:
        for role in Role:
            setattr(self, role.value, role in roles)


class ProviderType(RoleFlags):
    """A kind of provider with the roles it has by itself: one row of the role matrix (source report, 4.3.4)."""

    code = models.SlugField("code", max_length=40, unique=True)
    name_nl = models.CharField("naam (Nederlands)", max_length=80)
    name_en = models.CharField("naam (Engels)", max_length=80)
    description_nl = models.TextField("wat het doet (Nederlands)", blank=True)
    description_en = models.TextField("wat het doet (Engels)", blank=True)
    is_private = models.BooleanField(
        "particulier", default=False, help_text="Staat achteraan en alleen bij een casus met budget (R14)."
    )
    needs_sector = models.BooleanField(
        "altijd met sector",
        default=False,
        help_text="Een organisatie van deze soort werkt voor eigen sectoren (R3).",
    )
    cost_nl = models.TextField("kostenindicatie (Nederlands)", blank=True)
    cost_en = models.TextField("kostenindicatie (Engels)", blank=True)
    source = models.TextField("bron")
    order = models.PositiveSmallIntegerField("volgorde", default=100)

    class Meta:
        verbose_name = "soort organisatie"
        verbose_name_plural = "soorten organisaties"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_nl


class Sector(models.Model):
    """A branch of industry."""

    code = models.SlugField("code", max_length=40, unique=True)
    name_nl = models.CharField("naam (Nederlands)", max_length=80)
    name_en = models.CharField("naam (Engels)", max_length=80)
    order = models.PositiveSmallIntegerField("volgorde", default=100)

    class Meta:
        verbose_name = "sector"
        verbose_name_plural = "sectoren"
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_nl


class WordsField(models.TextField):
    """The words of some texts of the same row, as they are searched; written whenever a row is."""

    def __init__(self, *args: Any, of: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of = of

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Return the words, and set them."""
        words = as_searched(" ".join(getattr(model_instance, name) for name in self.of))
        setattr(model_instance, self.attname, words)
        return words

    def deconstruct(self) -> Any:
        """Return it as the text that it is to a migration."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class Provider(RoleFlags):
    """An organisation, or one of its points, that helps people from work to work."""

    slug = models.SlugField("slug", max_length=120, unique=True)
    name = models.CharField("naam", max_length=200)
    type = models.ForeignKey(ProviderType, on_delete=models.PROTECT, related_name="providers", verbose_name="soort")
    has_own_roles = models.BooleanField(
        "eigen rollen", default=False, help_text="Aan: de rollen hieronder gelden. Uit: die van de soort."
    )
    sectors = models.ManyToManyField(
        Sector,
        related_name="providers",
        blank=True,
        verbose_name="sectoren",
        help_text="Leeg: alle sectoren.",
    )
    min_redundancies = models.PositiveIntegerField(
        "minimum aantal ontslagen", null=True, blank=True, help_text="Leeg: geen minimum bekend (R5)."
    )
    takes_redundant = models.BooleanField(
        "helpt mensen van wie de baan verdwijnt",
        null=True,
        blank=True,
        help_text="Poortwachtercentra: helpt ook gezonde mensen van wie de baan verdwijnt (R8). Leeg: niet bekend.",
    )
    street = models.CharField("straat en huisnummer", max_length=200, blank=True)
    postcode = models.CharField("postcode", max_length=6, blank=True)
    city = models.CharField("plaats", max_length=80, blank=True)
    latitude = models.FloatField("breedtegraad", null=True, blank=True)
    longitude = models.FloatField("lengtegraad", null=True, blank=True)
    email = models.EmailField("e-mailadres", blank=True)
    phone = models.CharField("telefoon", max_length=30, blank=True)
    website = models.URLField("website", blank=True)
    opening_hours = models.CharField("openingstijden", max_length=300, blank=True)
    hours = models.CharField("openingstijden per dag", max_length=hours.LONGEST, blank=True)
    languages = models.CharField("talen", max_length=60, blank=True)
    capacity = models.CharField("plek", max_length=10, choices=Capacity.choices, blank=True)
    capacity_until = models.DateField("plek: geldt tot en met", null=True, blank=True)
    waiting_weeks = models.PositiveSmallIntegerField("weken wachtlijst", null=True, blank=True)
    first_step_nl = models.CharField(
        "eerste stap (Nederlands)",
        max_length=LONGEST_STEP,
        blank=True,
        help_text="Wat u het beste eerst doet, zoals de organisatie het zelf zegt.",
    )
    first_step_en = models.CharField("eerste stap (Engels)", max_length=LONGEST_STEP, blank=True)
    cost = models.CharField("kosten", max_length=10, choices=Cost.choices, blank=True)
    wheelchair = models.CharField("toegang met een rolstoel", max_length=10, choices=Wheelchair.choices, blank=True)
    referral_email = models.EmailField(
        "e-mailadres voor doorverwijzingen", blank=True, help_text="Leeg: het gewone adres. Niet openbaar."
    )
    referral_phone = models.CharField("telefoon voor doorverwijzingen", max_length=30, blank=True)
    documents = models.JSONField("documenten", default=list, blank=True)
    run_by = models.CharField(
        "wie het uitvoert", max_length=20, choices=RunBy.choices, blank=True, help_text="Leeg: niet bekend."
    )
    first_contact = models.BooleanField(
        "eerste contact",
        default=False,
        help_text="Wie een kleine werkgever in dit werkgebied het eerst kan benaderen (R19).",
    )
    description_nl = models.TextField("beschrijving (Nederlands)", blank=True)
    description_en = models.TextField("beschrijving (Engels)", blank=True)
    english_is_older = models.BooleanField("Engels ouder dan Nederlands", default=False, editable=False)
    source = models.TextField("bron", help_text="Waar staat dat deze organisatie bestaat en dit doet?")
    is_example = models.BooleanField(
        "voorbeeldgegevens",
        default=False,
        help_text="De contactgegevens zijn verzonnen; elke pagina zegt dat.",
    )
    successor = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="predecessors",
        verbose_name="opvolger",
    )
    retired_on = models.DateField("gestopt op", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name="samengevoegd met",
    )
    last_checked_on = models.DateField(
        "laatst gecontroleerd op",
        null=True,
        blank=True,
        editable=False,
        help_text="De oudste van de laatste controles van contactgegevens en werkgebied: daarvan hangt af of wij "
        "mensen kunnen doorverwijzen (R17). Leeg: minstens een van die twee is nooit gecontroleerd.",
    )
    existence_checked_on = models.DateField("bestaan gecontroleerd op", null=True, blank=True, editable=False)
    contact_checked_on = models.DateField("contactgegevens gecontroleerd op", null=True, blank=True, editable=False)
    area_checked_on = models.DateField("werkgebied gecontroleerd op", null=True, blank=True, editable=False)
    roles_checked_on = models.DateField("rollen en voorwaarden gecontroleerd op", null=True, blank=True, editable=False)
    silent_since = models.DateField(
        "zwijgt sinds",
        null=True,
        blank=True,
        editable=False,
        help_text="Geeft steeds geen antwoord. Controles van vóór deze dag tellen niet meer.",
    )
    words = WordsField("woorden", of=SEARCHED_IN, null=True, blank=True, editable=False)
    changed_by_file_at = models.DateTimeField("laatst uit een bestand gewijzigd", null=True, blank=True, editable=False)
    created_at = models.DateTimeField("aangemaakt", auto_now_add=True)
    updated_at = models.DateTimeField("gewijzigd", auto_now=True)

    objects = ProviderQuerySet.as_manager()

    class Meta:
        verbose_name = "organisatie"
        verbose_name_plural = "organisaties"
        ordering = ["name", "slug"]
        indexes = [
            models.Index(fields=["name", "slug"], name="services_provider_by_name"),
            models.Index(fields=["latitude", "longitude"], name="services_provider_by_position"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(has_own_roles=True) & (Q(preventive=True) | Q(curative=True) | Q(reintegration=True))
                | Q(has_own_roles=False, preventive=False, curative=False, reintegration=False),
                name="services_provider_own_roles_or_none",
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="services_provider_whole_position",
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | ~Q(successor=F("pk")),
                name="services_provider_not_own_successor",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | Q(retired_on__isnull=False) & ~Q(merged_into=F("pk")),
                name="services_provider_merged_has_stopped",
            ),
            models.CheckConstraint(
                condition=Q(last_checked_on=None)
                | Q(contact_checked_on__gte=F("last_checked_on"), area_checked_on__gte=F("last_checked_on")),
                name="services_provider_checked_by_parts",
            ),
            models.CheckConstraint(
                condition=Q(capacity="", capacity_until=None, waiting_weeks=None)
                | Q(capacity__in=(Capacity.OPEN, Capacity.FULL), capacity_until__isnull=False, waiting_weeks=None)
                | Q(capacity=Capacity.WAITING, capacity_until__isnull=False, waiting_weeks__isnull=False),
                name="services_provider_capacity_ends",
            ),
            models.CheckConstraint(
                condition=Q(cost__in=("", *Cost.values), wheelchair__in=("", *Wheelchair.values)),
                name="services_provider_known_visit",
            ),
            models.CheckConstraint(
                condition=Q(run_by="") | Q(run_by__in=RunBy.values), name="services_provider_known_run_by"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def referral_address(self) -> str:
        """Return where mail about referrals goes, empty for nowhere: to the record that stands for this one.

        That is an address of its own for referrals, else the public one.
        """
        return self.stands.referral_email or self.stands.email

    @property
    def addresses(self) -> set[str]:
        """Return all addresses that mail about referrals may have gone to: much may have changed since."""
        return {address for record in self.merges for address in (record.referral_email, record.email)} - {""}

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles this provider has."""
        return roles_held(self.role_flags, self.type.role_flags)

    @property
    def merges(self) -> "list[Provider]":
        """Return this record, the one into which it was merged, and so on: the last one stands for all of them."""
        chain = [self]
        while (following := chain[-1].merged_into) is not None:
            chain.append(following)
        return chain

    @property
    def stands(self) -> "Provider":
        """Return the record that stands for this one: itself, unless it was merged into another."""
        return self.merges[-1]

    @property
    def absorbed(self) -> "list[Provider]":
        """Return the records that were merged into this one, and into those, by name; a query for each step."""
        found, last = [], [self.pk]
        while step := list(Provider.objects.filter(merged_into__in=last).order_by("name", "slug")):
            found += step
            last = [record.pk for record in step]
        return found


class AreaKind(Enum):
    """What one part of a work area is. The value is the column of ServiceArea that is filled for it alone."""

    COUNTRY = "national"
    AREA = "area_id"
    MUNICIPALITY = "municipality_id"
    POSTCODE = "pc4"
    UNKNOWN = "unknown"


_AREA_KINDS = tuple(AreaKind)  # an enum is slow to walk through, and pages do so for every part that they tell


class AreaColumns(Protocol):
    """A row of ServiceArea, or a tuple of its columns."""

    national: bool
    area_id: int | None
    municipality_id: int | None
    pc4: str
    unknown: bool


def kind_of(part: AreaColumns) -> AreaKind:
    """Return the kind of the column that is filled; the database lets no row be without."""
    for kind in _AREA_KINDS:
        if getattr(part, kind.value):
            return kind
    raise ValueError(f"{part} names no area")


class ServiceArea(models.Model):
    """One part of a provider's work area: the country, an area, a municipality or (part of) one postcode (AreaKind).

    Exactly one of these, or that it is not known where the provider works; the database says so. A provider without
    rows serves nowhere, never everywhere, and one of which nothing is known has no other row (set_work_area).
    A longer postcode range is one row for each four-digit postcode in it, so that a look-up is an equality.
    """

    provider = models.ForeignKey(
        Provider, on_delete=models.CASCADE, related_name="service_areas", verbose_name="organisatie"
    )
    national = models.BooleanField("heel Nederland", default=False)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True, verbose_name="gebied")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, blank=True, verbose_name="gemeente"
    )
    pc4 = models.CharField("postcode", max_length=4, blank=True)
    letters_from = models.CharField("letters vanaf", max_length=2, blank=True)
    letters_to = models.CharField("letters tot en met", max_length=2, blank=True)
    unknown = models.BooleanField("niet bekend", default=False)

    class Meta:
        verbose_name = "werkgebied"
        verbose_name_plural = "werkgebied"
        indexes = [
            models.Index(fields=["pc4"], name="services_area_by_pc4"),
            models.Index(fields=["national"], name="services_area_by_national"),
            models.Index(fields=["unknown"], name="services_area_by_unknown"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(national=True, area=None, municipality=None, pc4="", unknown=False)
                | Q(national=False, area__isnull=False, municipality=None, pc4="", unknown=False)
                | Q(national=False, area=None, municipality__isnull=False, pc4="", unknown=False)
                | Q(national=False, area=None, municipality=None, unknown=False) & ~Q(pc4="")
                | Q(national=False, area=None, municipality=None, pc4="", unknown=True),
                name="services_servicearea_exactly_one",
            ),
            models.CheckConstraint(
                condition=Q(pc4="", letters_from="", letters_to="")
                | (~Q(pc4="") & ~Q(letters_from="") & Q(letters_from__lte=F("letters_to"))),
                name="services_servicearea_letters_run_forward",
            ),
            models.UniqueConstraint(
                fields=["provider"], condition=Q(national=True), name="services_servicearea_national_once"
            ),
            models.UniqueConstraint(
                fields=["provider"], condition=Q(unknown=True), name="services_servicearea_unknown_once"
            ),
            models.UniqueConstraint(fields=["provider", "area"], name="services_servicearea_area_once"),
            models.UniqueConstraint(fields=["provider", "municipality"], name="services_servicearea_municipality_once"),
            models.UniqueConstraint(
                fields=["provider", "pc4", "letters_from"], condition=~Q(pc4=""), name="services_servicearea_range_once"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Return this area as it is written in a file: NL, AM:AM18, GM:GM0363, PC:1013, PC:1013AA-1013AE or ?."""
        match kind_of(self):
            case AreaKind.UNKNOWN:
                return "?"
            case AreaKind.COUNTRY:
                return "NL"
            case AreaKind.AREA:
                return f"{self.area.scheme.prefix}:{self.area.code}"
            case AreaKind.MUNICIPALITY:
                return f"GM:{self.municipality.code}"
            case AreaKind.POSTCODE if (self.letters_from, self.letters_to) == ("AA", "ZZ"):
                return f"PC:{self.pc4}"
            case AreaKind.POSTCODE:
                return f"PC:{self.pc4}{self.letters_from}-{self.pc4}{self.letters_to}"


class CheckParts(models.Model):
    """One yes-or-no column for each part of a record that somebody can look at."""

    existence = models.BooleanField("bestaat nog", default=False)
    contact = models.BooleanField("contactgegevens", default=False)
    area = models.BooleanField("werkgebied", default=False)
    roles = models.BooleanField("rollen en voorwaarden", default=False)

    class Meta:
        abstract = True

    @property
    def parts(self) -> frozenset[CheckPart]:
        """Return the parts that this is about."""
        return frozenset(part for part in CheckPart if getattr(self, part.value))


OF_SOMETHING = Q(existence=True) | Q(contact=True) | Q(area=True) | Q(roles=True)


class Check(CheckParts):
    """Somebody looked whether parts of a record are still true. Only this makes a record fresh (R17)."""

    class Method(models.TextChoices):
        SOURCE = "source", _("nagegaan door de bron")
        STAFF = "staff", _("nagekeken door een medewerker")
        PHONE = "phone", _("gebeld")
        MAIL = "mail", _("gemaild")
        WEBSITE = "website", _("website bekeken")
        PROVIDER = "provider", _("bevestigd door de organisatie zelf")
        DEMO = "demo", _("voorbeeld")

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="checks", verbose_name="organisatie")
    checked_on = models.DateField("gecontroleerd op")
    checked_by = models.CharField("door", max_length=150)
    method = models.CharField("hoe", max_length=10, choices=Method.choices)
    note = models.TextField("opmerking", blank=True)
    created_at = models.DateTimeField("vastgelegd", auto_now_add=True)
    undone_by = models.ForeignKey(
        ChangeSet, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = "controle"
        verbose_name_plural = "controles"
        ordering = ["-checked_on", "-pk"]
        constraints = [models.CheckConstraint(condition=OF_SOMETHING, name="services_check_of_something")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.checked_on}"


class ChecksTakenBack(CheckParts):
    """From here on no check of these parts counts that was recorded before, or that was done before a day.

    A provider that keeps silent has a day, since which it does. A work area that is no longer known has none.
    """

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="checks_taken_back")
    silent_since = models.DateField("zwijgt sinds", null=True)
    created_at = models.DateTimeField("vastgelegd", auto_now_add=True)
    undone_by = models.ForeignKey(ChangeSet, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "teruggenomen controles"
        verbose_name_plural = "teruggenomen controles"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=OF_SOMETHING, name="services_taken_back_of_something")]

    def __str__(self) -> str:
        return f"{self.provider}: {self.silent_since or '?'}"

    def lets_count(self, check: Check) -> bool:
        """Return whether a check counts beside this."""
        is_later = check.created_at > self.created_at
        return is_later and (self.silent_since is None or check.checked_on >= self.silent_since)


class DatedParameter(models.Model):
    """A number from law, source or practice, in force until its last day, or until a later row of its code begins.

    Four eyes: one member of staff looks in the source, another approves; only then it holds. Who enters a value has
    looked. The numbers of the rules come checked with the project, other facts of law do not.
    """

    code = models.SlugField("code", max_length=60)
    value = models.PositiveIntegerField("waarde")
    unit = models.CharField("eenheid", max_length=20)
    valid_from = models.DateField("geldig vanaf", null=True, blank=True, help_text="Leeg: vanaf het begin.")
    valid_until = models.DateField(
        "geldig tot en met", null=True, blank=True, help_text="Leeg: tot een volgende waarde begint."
    )
    source = models.TextField("bron")
    checked_by_staff_on = models.DateField("nagekeken op", null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="nagekeken door",
    )
    is_example = models.BooleanField("voorbeeld", default=False, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="ingevoerd door",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="goedgekeurd door",
    )
    approved_at = models.DateTimeField("goedgekeurd op", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "gedateerde waarde"
        verbose_name_plural = "gedateerde waarden"
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="services_parameter_once_a_date"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_from=None), name="services_parameter_once_from_the_start"
            ),
            models.CheckConstraint(
                condition=Q(entered_by=None) | Q(approved_by=None) | ~Q(entered_by=F("approved_by")),
                name="services_parameter_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None) | Q(approved_by=None) | ~Q(checked_by=F("approved_by")),
                name="services_parameter_checked_by_another",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | Q(checked_by_staff_on__isnull=False),
                name="services_parameter_holds_when_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.value} {self.unit}"

    @property
    def dated_value(self) -> DatedValue:
        """Return the value as the rules read it."""
        return DatedValue(
            self.code,
            self.value,
            self.unit,
            self.valid_from,
            self.source,
            self.valid_until,
            self.checked_by_staff_on,
            self.is_example,
        )
