"""The components of templates/ui: what each is for, what it takes, and an example of each.

What lives here: the one list of components, from which the style page is drawn. What does not: their markup
(templates/ui) and their looks (static/css). A test holds this list and the folder to each other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notation.fields import CountField
from regions.grid import to_grid
from services.contact import Contact
from services.map.marks import Mark
from services.map.picture import Picture
from services.type_codes import TypeCode
from vwnw_portal.templatetags.ui import error_list


@dataclass(frozen=True)
class Parameter:
    """One parameter of a component."""

    name: str
    meaning: str
    required: bool = False


@dataclass(frozen=True)
class Component:
    """A part of a page: `{% include "ui/<name>.html" with ... %}`.

    One that `holds_content` can also stand around free content: `{% ui "<name>" ... %}...{% endui %}`.
    `examples` returns the parameters of each example; made on call, since forms and texts follow the language.
    """

    name: str
    purpose: str
    parameters: tuple[Parameter, ...]
    examples: Callable[[], list[Mapping[str, Any]]]
    holds_content: bool = False

    @property
    def template(self) -> str:
        """Return the component's template."""
        return f"ui/{self.name}.html"


class ExampleForm(forms.Form):
    """A form with each kind of field, for the style page only."""

    place = forms.CharField(label=_("Postcode of plaats"), help_text=_("Bijvoorbeeld 1013 AB of Arnhem."))
    people = CountField(label=_("Aantal mensen"), min_value=1, required=False)
    sector = forms.ChoiceField(
        label=_("Sector"), choices=[("", _("Kies een sector")), ("bouw", _("Bouw")), ("horeca", _("Horeca"))]
    )
    note = forms.CharField(label=_("Toelichting"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    reason = forms.ChoiceField(
        label=_("Wat is er aan de hand?"),
        choices=[("redundancy", _("Ontslag")), ("illness", _("Langdurige ziekte"))],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label=_("Welke hulp zoekt u?"),
        choices=[("training", _("Scholing")), ("guidance", _("Begeleiding"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    agree = forms.BooleanField(label=_("Ik heb dit gelezen"))


def _valid_form() -> ExampleForm:
    return ExampleForm(auto_id="voorbeeld_%s")


def _invalid_form() -> ExampleForm:
    form = ExampleForm({"place": "", "people": "0"}, auto_id="fout_%s")
    form.is_valid()
    return form


def _alert_examples() -> list[Mapping[str, Any]]:
    return [
        {"kind": "info", "title": _("Goed om te weten"), "text": _("U hoeft geen account te maken.")},
        {"kind": "ok", "text": _("De gegevens zijn bewaard.")},
        {"kind": "warning", "text": _("Deze gegevens zijn langer dan een jaar niet gecontroleerd.")},
        {"kind": "error", "title": _("Dit lukt nu niet"), "text": _("Probeer het over een paar minuten opnieuw.")},
    ]


def _button_examples() -> list[Mapping[str, Any]]:
    return [
        {"text": _("Zoeken"), "type": "button"},
        {"text": _("Vorige stap"), "kind": "secondary", "type": "button"},
        {"text": _("Filters wissen"), "kind": "subtle", "url": "#button"},
    ]


def _card_examples() -> list[Mapping[str, Any]]:
    return [
        {
            "title": _("Voorbeeldpunt techniek"),
            "url": "#card",
            "text": _("Helpt mensen in de techniek aan ander werk."),
            "tags": [{"text": _("curatief"), "kind": "brand"}, {"text": _("voorbeeld")}],
            "facts": [(_("Werkgebied"), _("Heel Nederland")), (_("Voorwaarde"), _("ten minste 5 ontslagen"))],
        }
    ]


def _contact_examples() -> list[Mapping[str, Any]]:
    known = Contact("punt@example.org", "020 123 45 67", "https://example.org/punt", is_example=True)
    return [
        {"contact": known},
        {"contact": known, "kind": "facts", "address": _("Plein 1, 1011 AB Amsterdam")},
        {"contact": known, "kind": "buttons", "name": _("Voorbeeldpunt techniek")},
        {"contact": Contact("", "", "", is_example=True)},
    ]


def _bars_examples() -> list[Mapping[str, Any]]:
    return [
        {
            "caption": _("Hoe de mensen in dit voorbeeld reizen"),
            "base": _("van de mensen in dit voorbeeld"),
            "rows": [
                {
                    "label": _("Met de fiets"),
                    "percentage": 60,
                    "parts": [{"label": _("op een huurfiets"), "percentage": 20}],
                },
                {"label": _("Met de bus"), "percentage": 40},
            ],
            "source": _("verzonnen"),
            "answers": 10,
        }
    ]


def _map_examples() -> list[Mapping[str, Any]]:
    examples = [
        ("Amsterdam", (52.37, 4.9), TypeCode.MOBILITY_CENTRE),
        ("Utrecht", (52.09, 5.12), TypeCode.GATEKEEPER_CENTRE),
        ("Arnhem", (51.98, 5.91), TypeCode.UWV),
    ]
    marks = [
        Mark(name.lower(), name, "#map", code, code != TypeCode.UWV, *to_grid(*position))
        for name, position, code in examples
    ]
    return [{"picture": Picture(_("Kaart met drie voorbeelden"), timezone.localdate(), marks=marks)}]


def _table_examples() -> list[Mapping[str, Any]]:
    head = format_html(
        '<thead><tr><th scope="col">{}</th><th scope="col">{}</th></tr></thead>', _("Sector"), _("Aantal mensen")
    )
    rows = format_html_join("", '<tr><th scope="row">{}</th><td>{}</td></tr>', [(_("Bouw"), 12), (_("Horeca"), 8)])
    return [{"caption": _("Aantal mensen per sector"), "content": head + format_html("<tbody>{}</tbody>", rows)}]


COMPONENTS = (
    Component(
        "alert",
        _("Een mededeling die opvalt. Gebruik er hooguit een paar op een pagina."),
        (
            Parameter("kind", _("info, ok, warning of error")),
            Parameter("title", _("korte kop")),
            Parameter("text", _("een zin; voor meer is er vrije inhoud")),
        ),
        _alert_examples,
        holds_content=True,
    ),
    Component(
        "bars",
        _("Cijfers als staven. De tabel zegt alles; de staven zijn er voor het oog."),
        (
            Parameter("caption", _("wat de cijfers zeggen"), required=True),
            Parameter("base", _("waarvan de cijfers een deel zijn; volgt op ‘in procenten’"), required=True),
            Parameter("rows", _("rijen met label en percentage, en soms parts: rijen binnen de rij"), required=True),
            Parameter("source", _("waar de cijfers vandaan komen"), required=True),
            Parameter("answers", _("aantal antwoorden, en van wie")),
        ),
        _bars_examples,
    ),
    Component(
        "breadcrumb",
        _("De weg van de homepagina naar deze pagina."),
        (Parameter("items", _("label en url; de laatste zonder url"), required=True),),
        lambda: [{"items": [{"label": pgettext_lazy("menu", "Home"), "url": "#breadcrumb"}, {"label": _("Zoeken")}]}],
    ),
    Component(
        "button",
        _("Een handeling. Met url is het een link die eruitziet als knop."),
        (
            Parameter("text", _("wat er gebeurt"), required=True),
            Parameter("kind", _("primary, secondary of subtle")),
            Parameter("url", _("waar de link heen gaat")),
            Parameter("type", _("soort knop; anders submit")),
            Parameter("name", _("naam in het formulier")),
            Parameter("value", _("waarde in het formulier")),
        ),
        _button_examples,
    ),
    Component(
        "card",
        _("Een ding uit een lijst, zoals een organisatie."),
        (
            Parameter("title", _("naam"), required=True),
            Parameter("url", _("pagina van dit ding")),
            Parameter("level", _("niveau van de kop; anders 3")),
            Parameter("id", _("anker, zoals hit-<slug>")),
            Parameter("tags", _("labels met text en kind")),
            Parameter("text", _("een of twee zinnen")),
            Parameter("facts", _("paren van label en waarde")),
        ),
        _card_examples,
        holds_content=True,
    ),
    Component(
        "contact",
        _("Hoe iemand een organisatie bereikt. Een nummer dat geen telefoon kan bellen, is tekst."),
        (
            Parameter("contact", _("e-mailadres, telefoonnummer en website"), required=True),
            Parameter("kind", _("list, facts of buttons")),
            Parameter("address", _("straat en plaats, bij facts")),
            Parameter("name", _("naam van de organisatie, voor wie de knoppen hoort")),
            Parameter("unknown", _("zin die er staat als niets bekend is")),
        ),
        _contact_examples,
    ),
    Component(
        "error_summary",
        _("Alle fouten boven een formulier, met een link naar elk veld. Krijgt de focus."),
        (
            Parameter("errors", _("uit de tag error_list"), required=True),
            Parameter("still", _("laat de focus waar hij is")),
        ),
        lambda: [{"errors": error_list(_invalid_form()), "still": True}],
    ),
    Component(
        "field",
        _("Een veld met label, uitleg en fout."),
        (
            Parameter("field", _("veld van een formulier"), required=True),
            Parameter("all_optional", _("laat 'niet verplicht' weg")),
            Parameter("as_heading", _("maakt van het label de kop van de pagina")),
        ),
        lambda: [{"field": field} for field in [*_valid_form(), *list(_invalid_form())[:6]]],
    ),
    Component(
        "map",
        _("Kaart naast een lijst, getekend door de server. JavaScript maakt dat de kaart beweegt."),
        (
            Parameter("picture", _("wat er op de kaart staat: een Picture"), required=True),
            Parameter("caption", _("wat er onder de kaart staat, vóór de bronnen")),
        ),
        _map_examples,
    ),
    Component(
        "pager",
        _("Bladeren door een lange lijst. Houdt de filters vast."),
        (Parameter("page", _("pagina van een Paginator"), required=True),),
        lambda: [{"page": Paginator(range(1, 181), 20).page(4)}],
    ),
    Component(
        "table",
        _("Gegevens in rijen en kolommen. Op een smal scherm wordt elke rij een blok, en zegt elke cel haar kolom."),
        (
            Parameter("caption", _("wat er in de tabel staat"), required=True),
            Parameter("content", _("kop en rijen"), required=True),
            Parameter("quiet", _("verbergt de titel voor het oog, onder een kop die hetzelfde zegt")),
        ),
        _table_examples,
        holds_content=True,
    ),
    Component(
        "tag",
        _("Een kort label. Met remove_url is het een filter dat u kunt weghalen."),
        (
            Parameter("text", _("een of twee woorden"), required=True),
            Parameter("kind", _("plain, brand, ok, warning of error")),
            Parameter("remove_url", _("adres zonder dit filter")),
        ),
        lambda: [
            {"text": _("preventief")},
            {"text": _("curatief"), "kind": "brand"},
            {"text": _("gecontroleerd"), "kind": "ok"},
            {"text": _("toe aan controle"), "kind": "warning"},
            {"text": _("gestopt"), "kind": "error"},
            {"text": _("Sector: bouw"), "remove_url": "#tag"},
        ],
    ),
)

# The main colours: the class that shows one, and what it is for.
COLOURS = (
    ("vwnw-swatch--ink", _("Tekst")),
    ("vwnw-swatch--ink-soft", _("Bijzaak")),
    ("vwnw-swatch--brand", _("Links en knoppen")),
    ("vwnw-swatch--band", _("Vlakken")),
    ("vwnw-swatch--brand-tint", _("Nadruk")),
    ("vwnw-swatch--signal", _("Focus en accent")),
)
