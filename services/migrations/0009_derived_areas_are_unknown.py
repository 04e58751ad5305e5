"""Work areas that were derived become unknown, where nobody changed or checked the shipped record since.

With them go the demo's checks of real organisations, which nobody ever did, and what the mobility centre was once said
to do. The texts stand here as they were shipped then: the files of today say something else.
"""

from django.db import migrations

PARTS = ("existence", "contact", "area", "roles")
INVENTED = "voorbeeld-"
NOT_CHECKED = "Adres en contactgegevens zijn niet nagegaan."
WHOLE_COUNTRY = "NL"

BRANCHES = {
    "ambachten": "Ambachten",
    "beveiliging": "Beveiliging",
    "bouw": "Bouw",
    "detailhandel": "Detailhandel",
    "horeca": "Horeca",
    "maritiem": "Maritiem",
    "transport-en-logistiek": "Transport en Logistiek",
    "zorg-en-welzijn": "Zorg en Welzijn",
}
POINT = "EIM-rapport, 4.3.1: er bestaan servicepunten {}. Het rapport zegt niet in welke regio's."
POINT_TECHNIEK = (
    "EIM-rapport, 4.3.1 en bijlage III: er bestaan servicepunten Techniek. "
    "Het rapport beschrijft regionale servicepunten, maar noemt niet waar."
)
FUND = "EIM-rapport, bijlage II: dit fonds sprak mee in het onderzoek."
METAL = "Het dient de metaalbewerking, een deel van de sector techniek."
KIND = "de soort staat in het EIM-rapport, 4.3.1."
FROM_NAME = "Het werkgebied is afgeleid van de naam: de arbeidsmarktregio {}."
REDUNDANT = "Of het boventallige mensen helpt, is niet bekend."
CENTRE = "Waar het werkt, of het boventallige mensen helpt en of het nog bestaat, is niet bekend."

# For each record the area and the source as they were shipped, and the source that is true.
DERIVED = {
    **{
        f"servicepunt-{slug}": (
            WHOLE_COUNTRY,
            f"{POINT.format(name)} Daarom staat hier heel Nederland. {NOT_CHECKED}",
            f"{POINT.format(name)} Daarom is het werkgebied niet bekend. {NOT_CHECKED}",
        )
        for slug, name in BRANCHES.items()
    },
    "servicepunt-techniek": (
        WHOLE_COUNTRY,
        f"{POINT_TECHNIEK} Daarom staat hier heel Nederland. {NOT_CHECKED}",
        f"{POINT_TECHNIEK} Daarom is het werkgebied niet bekend. {NOT_CHECKED}",
    ),
    "oo-fonds-transport-en-logistiek": (
        WHOLE_COUNTRY,
        f"{FUND} {NOT_CHECKED}",
        f"{FUND} De bron noemt geen werkgebied. {NOT_CHECKED}",
    ),
    "oo-fonds-metaalbewerking": (
        WHOLE_COUNTRY,
        f"{FUND} {METAL} {NOT_CHECKED}",
        f"{FUND} {METAL} De bron noemt geen werkgebied. {NOT_CHECKED}",
    ),
    "poortwachtercentrum-noord-holland-noord": (
        "AM15",
        f"Bekend poortwachtercentrum in Heerhugowaard; {KIND} {FROM_NAME.format('Noord-Holland Noord')} "
        f"{REDUNDANT} {NOT_CHECKED}",
        f"Poortwachtercentrum in Heerhugowaard (flexnieuws.nl, 3 december 2007); {KIND} {CENTRE} {NOT_CHECKED}",
    ),
    "poortwachtercentrum-noord-holland-zuid": (
        "AM37",
        f"Bekend poortwachtercentrum in Haarlem; {KIND} Het werkgebied is niet bekend; "
        f"hier staat de arbeidsmarktregio waarin Haarlem ligt. {REDUNDANT} {NOT_CHECKED}",
        f"Poortwachtercentrum in Haarlem (flexnieuws.nl, 3 december 2007); {KIND} {CENTRE} {NOT_CHECKED}",
    ),
    "poortwachtercentrum-west-brabant": (
        "AM25",
        f"Bekend poortwachtercentrum in Etten-Leur; {KIND} {FROM_NAME.format('West-Brabant')} "
        f"Het EIM-rapport (bijlage II) noemt dit centrum. {REDUNDANT} {NOT_CHECKED}",
        f"Poortwachtercentrum in Etten-Leur (EIM-rapport, bijlage II); {KIND} {CENTRE} {NOT_CHECKED}",
    ),
}
# The place of a centre is as old as its source: it stands there, and no longer as an address of today.
CITIES = ("Heerhugowaard", "Haarlem", "Etten-Leur")

MOBILITY_CENTRE = {
    "description_nl": (
        (
            "Geeft werkgevers en werknemers advies als er ontslag dreigt. "
            "Bijvoorbeeld over een opleiding, detachering of werk in een andere sector. Heet nu meestal Werkcentrum.",
            "Geeft werkgevers en werknemers advies bij dreigend ontslag: scholing, detachering en ander werk, "
            "ook buiten de eigen sector. Heet nu meestal Werkcentrum.",
        ),
        "Een loket in de regio voor vragen over werk, scholing en personeel. "
        "De mobiliteitscentra van rond 2010 gaven vooral algemene informatie.",
    ),
    "description_en": (
        (
            "Advises employers and employees when jobs are at risk. "
            "For instance on training, secondment or work in another sector. Now mostly called Werkcentrum.",
            "Advises employers and employees when jobs are at risk: training, secondment and other work, "
            "outside the own sector too. Now mostly called Werkcentrum.",
        ),
        "One desk in the region for questions about work, training and staff. "
        "The Mobiliteitscentra of around 2010 mainly gave general information.",
    ),
}


def correct(apps, schema_editor):
    """Take back the demo's checks first: a record that only the demo checked was never checked."""
    take_back_demo_checks(apps)
    forget_derived_areas(apps)
    for field, (shipped, true) in MOBILITY_CENTRE.items():
        types = apps.get_model("services", "ProviderType").objects.filter(code="mobility_centre")
        types.filter(**{f"{field}__in": shipped}).update(**{field: true})


def take_back_demo_checks(apps):
    """Remove the demo's checks of real organisations that nobody else checked, and the dates that came from them."""
    check, provider = apps.get_model("services", "Check"), apps.get_model("services", "Provider")
    demo = check.objects.filter(method="demo").exclude(provider__slug__startswith=INVENTED)
    others = check.objects.exclude(method="demo")
    keys = set(demo.values_list("provider_id", flat=True)) - set(others.values_list("provider_id", flat=True))
    check.objects.filter(provider_id__in=keys).delete()
    dates = ("last_checked_on", *(f"{part}_checked_on" for part in PARTS))
    provider.objects.filter(pk__in=keys).update(**dict.fromkeys(dates))


def forget_derived_areas(apps):
    """Make the work area of each shipped record unknown that is still as it was shipped."""
    provider, service_area = apps.get_model("services", "Provider"), apps.get_model("services", "ServiceArea")
    for record in provider.objects.filter(slug__in=DERIVED, checks=None, silent_since=None):
        area, shipped, true = DERIVED[record.slug]
        parts = service_area.objects.filter(provider=record)
        if record.source != shipped or [code_of(part) for part in parts] != [area]:
            continue
        parts.delete()
        service_area.objects.create(provider=record, unknown=True)
        record.source = true
        record.city = "" if record.city in CITIES else record.city
        record.save(update_fields=["source", "city"])


def code_of(part):
    """Return the country or the area that a part names, None for any other part."""
    if part.national:
        return WHOLE_COUNTRY
    return part.area.code if part.area else None


def leave(apps, schema_editor):
    """Leave what is unknown unknown: what stood there was never known."""


class Migration(migrations.Migration):
    dependencies = [("services", "0008_checked_by_parts")]

    operations = [migrations.RunPython(correct, leave)]
