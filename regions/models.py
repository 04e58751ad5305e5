"""Municipalities, places, postcodes and the divisions they lie in, each for a period.

What lives here: the rows. What does not: reading what a person typed (places.py), filling (loading.py).
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from regions.validity import Period


class Municipality(Period):
    """A municipality, of today or ended. A municipality that ended names the ones that took it over."""

    code = models.CharField("code", max_length=6, unique=True, help_text="CBS-code, zoals GM0363.")
    name = models.CharField("naam", max_length=60)
    successors = models.ManyToManyField(
        "self", symmetrical=False, related_name="predecessors", blank=True, verbose_name="opvolgers"
    )

    class Meta(Period.Meta):
        verbose_name = "gemeente"
        verbose_name_plural = "gemeenten"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Place(models.Model):
    """A town or village inside one municipality; the same name in another municipality is another place."""

    name = models.CharField("naam", max_length=60)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="places", verbose_name="gemeente"
    )

    class Meta:
        verbose_name = "plaats"
        verbose_name_plural = "plaatsen"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["name", "municipality"], name="regions_place_once_per_municipality")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.municipality})"


class Postcode(models.Model):
    """A four-digit postcode (PC4) with its centre in WGS 84 degrees."""

    pc4 = models.CharField("postcode", max_length=4, unique=True)
    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="postcodes", verbose_name="plaats")
    latitude = models.FloatField("breedtegraad")
    longitude = models.FloatField("lengtegraad")

    class Meta:
        verbose_name = "postcode"
        verbose_name_plural = "postcodes"
        ordering = ["pc4"]

    def __str__(self) -> str:
        return self.pc4


class AreaScheme(Period):
    """A way to divide the country, in force for a period (province, labour market region, ...)."""

    code = models.SlugField("code", unique=True)
    prefix = models.CharField("voorvoegsel", max_length=4, unique=True, help_text="In bestanden: PV, AM, WM, UW.")
    name_nl = models.CharField("naam (Nederlands)", max_length=80)
    name_en = models.CharField("naam (Engels)", max_length=80)
    source = models.TextField("bron")

    class Meta(Period.Meta):
        verbose_name = "gebiedsindeling"
        verbose_name_plural = "gebiedsindelingen"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_nl


class Area(models.Model):
    """One area of a division."""

    scheme = models.ForeignKey(AreaScheme, on_delete=models.CASCADE, related_name="areas", verbose_name="indeling")
    code = models.CharField("code", max_length=40)
    name = models.CharField("naam", max_length=80)

    class Meta:
        verbose_name = "gebied"
        verbose_name_plural = "gebieden"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["scheme", "code"], name="regions_area_code_once_per_scheme")]

    def __str__(self) -> str:
        return self.name


class AreaMembership(Period):
    """A municipality, or a postcode range inside it, lies in an area for a period.

    The range is written with full postcodes, both ends included; both empty means the whole municipality.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="memberships", verbose_name="gebied")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.CASCADE, related_name="memberships", verbose_name="gemeente"
    )
    postcode_from = models.CharField("postcode vanaf", max_length=6, blank=True)
    postcode_to = models.CharField("postcode tot en met", max_length=6, blank=True)

    class Meta(Period.Meta):
        verbose_name = "ligging in een gebied"
        verbose_name_plural = "liggingen in gebieden"
        constraints = [
            *Period.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(postcode_from="", postcode_to="")
                | (~models.Q(postcode_from="") & models.Q(postcode_from__lte=models.F("postcode_to"))),
                name="regions_areamembership_range_runs_forward",
            ),
            models.UniqueConstraint(
                fields=["area", "municipality", "postcode_from", "valid_from"],
                name="regions_areamembership_once",
            ),
            models.UniqueConstraint(
                fields=["area", "municipality", "postcode_from"],
                condition=models.Q(valid_from=None),
                name="regions_areamembership_once_from_the_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality} in {self.area}"


class BoundaryChange(models.Model):
    """Municipalities that end on a day and those that take them over: planned, made, or taken back (boundaries/).

    What it did is kept beside it. `postcodes_before` are those of each municipality before it was made: the name of one
    that ended goes on standing for what it was.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("gepland")
        APPLIED = "applied", _("doorgevoerd")
        UNDONE = "undone", _("ongedaan gemaakt")

    predecessors = models.JSONField("gemeenten die ophouden")
    successors = models.JSONField("opvolgers")
    on = models.DateField("gaat in op")
    source = models.TextField("bron", blank=True)
    state = models.CharField("stand", max_length=8, choices=State.choices, default=State.PLANNED)
    postcodes_before = models.JSONField("postcodes van daarvoor", default=dict)

    class Meta:
        verbose_name = "wijziging van gemeenten"
        verbose_name_plural = "wijzigingen van gemeenten"
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=("planned", "applied", "undone")),
                name="regions_boundarychange_known_state",
            )
        ]

    def __str__(self) -> str:
        heirs = ", ".join(one["name"] or one["code"] for one in self.successors)
        return f"{', '.join(self.predecessors)} -> {heirs}"


class BoundaryEffect(models.Model):
    """What a change did to places and areas, or to whoever listens to changes: enough to take it back."""

    change = models.ForeignKey(BoundaryChange, on_delete=models.CASCADE, related_name="effects")
    what = models.SlugField("wat")
    effect = models.JSONField("gevolg")

    class Meta:
        verbose_name = "gevolg van een wijziging"
        verbose_name_plural = "gevolgen van wijzigingen"
        constraints = [models.UniqueConstraint(fields=["change", "what"], name="regions_boundaryeffect_once")]

    def __str__(self) -> str:
        return f"{self.change}: {self.what}"


class OutlineSet(models.Model):
    """The outlines of all municipalities and labour market regions that maps draw since a day.

    The indicative set comes with the portal and holds since ever: any other one goes before it.
    """

    valid_from = models.DateField("geldig vanaf", null=True, blank=True, unique=True)
    source = models.TextField("bron")
    licence = models.CharField("licentie", max_length=200, blank=True)
    tolerance = models.PositiveSmallIntegerField("vereenvoudigd tot, in meters")
    is_indicative = models.BooleanField("indicatief", default=False)
    digest = models.CharField("kenmerk", max_length=16, help_text="Een ander kenmerk: andere grenzen.")

    class Meta:
        verbose_name = "verzameling grenzen"
        verbose_name_plural = "verzamelingen grenzen"
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_indicative=True, valid_from=None)
                | models.Q(is_indicative=False, valid_from__isnull=False),
                name="regions_outlineset_indicative_since_ever",
            ),
            models.UniqueConstraint(
                fields=["is_indicative"],
                condition=models.Q(is_indicative=True),
                name="regions_outlineset_one_indicative",
            ),
        ]

    def __str__(self) -> str:
        return "indicatief" if self.is_indicative else str(self.valid_from)


class Outline(models.Model):
    """The outline of a municipality or a labour market region as the text of an SVG path, on the grid (grid.py)."""

    outline_set = models.ForeignKey(
        OutlineSet, on_delete=models.CASCADE, related_name="outlines", verbose_name="verzameling"
    )
    code = models.CharField("code", max_length=6)
    region = models.CharField(
        "arbeidsmarktregio", max_length=6, help_text="Waar een gemeente in getekend is.", blank=True
    )
    path = models.TextField("grens")
    overview_path = models.TextField("grens op een kaart van het land", blank=True)
    label_x = models.SmallIntegerField("naam, stappen naar het oosten")
    label_y = models.SmallIntegerField("naam, stappen naar het zuiden")
    left = models.SmallIntegerField("westkant")
    top = models.SmallIntegerField("noordkant")
    right = models.SmallIntegerField("oostkant")
    bottom = models.SmallIntegerField("zuidkant")

    class Meta:
        verbose_name = "grens"
        verbose_name_plural = "grenzen"
        constraints = [models.UniqueConstraint(fields=["outline_set", "code"], name="regions_outline_once_in_a_set")]

    def __str__(self) -> str:
        return self.code


class DataVersion(models.Model):
    """A token that changes whenever the data behind it do: a row for the reference data, one for the directory.

    Processes keep such data in memory and compare this token to know whether they still hold. A random
    token, not a counter: a rolled-back change must never look like another one.
    """

    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = "gegevensversie"
        verbose_name_plural = "gegevensversies"

    def __str__(self) -> str:
        return str(self.token)
