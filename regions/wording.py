"""Places in words: a location for people, and what to say where a text names none for certain.

What lives here: names and sentences. What does not: reading what was typed (places.py), asking about it
(place_field.py).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from regions.places import Ambiguous, Guessed, Location, Reason, Unknown, area_names

REGIONS = "labour_market_region"

WHY_UNKNOWN: Mapping[Reason, Any] = {
    "": gettext_lazy("Deze plaats kennen wij niet. Vul een postcode of plaatsnaam in, zonder straat."),
    "abroad": gettext_lazy("Deze plaats ligt in het buitenland. Dit portaal kent alleen plaatsen in Nederland."),
    "postcode": gettext_lazy("Deze postcode kennen wij niet. Kijk of hij klopt, of vul de plaatsnaam in."),
    "elsewhere": gettext_lazy(
        "Volgens onze gegevens ligt deze postcode niet in de plaats die erbij staat. "
        "Vul alleen de postcode in, of alleen de plaatsnaam."
    ),
    "box": gettext_lazy("Dit lijkt een postbus. Vul de postcode van het bezoekadres in, of de plaatsnaam."),
}


def label_of(location: Location) -> str:
    """Return a location's label as a page in this language shows it: "The Hague"."""
    return location.label_en if _is_english() else location.label


def named(location: Location) -> str:
    """Return a location with its municipality: "IJmuiden (gemeente Velsen)"."""
    return _in_words(location, [])


def described(location: Location) -> str:
    """Return a location with its municipality and labour market region, as far as these are known on its date.

    "Arnhem (gemeente Arnhem, regio Midden-Gelderland)"; what is split over regions names all of them.
    """
    names = area_names(location, REGIONS)
    regions = [_("regio %(names)s") % {"names": ", ".join(names)}] if names else []
    return _in_words(location, [] if location.kind == "area" else regions)


def _in_words(location: Location, regions: list[str]) -> str:
    if location.kind not in ("place", "postcode"):
        return ", ".join([label_of(location), *regions])
    english = location.english if _is_english() else ""
    name = (english or location.called or location.place) if location.kind == "place" else label_of(location)
    is_namesake = location.municipality == location.place
    municipality = _without_brackets((is_namesake and english) or location.municipality)
    return f"{_without_brackets(name)} ({', '.join([_('gemeente %(name)s') % {'name': municipality}, *regions])})"


def _is_english() -> bool:
    return get_language() == "en"


def _without_brackets(name: str | None) -> str:
    """Return "Bergen (NH)" as "Bergen NH": brackets go around what tells namesakes apart here."""
    return (name or "").replace("(", "").replace(")", "")


def doubt_in_words(text: str, answer: Ambiguous | Guessed | Unknown) -> str:
    """Return why a text is not taken as it is, and what to do: choose one of the places shown, or type anew."""
    match answer:
        case Ambiguous():
            sentence = _("Er zijn meer plaatsen die ‘%(text)s’ heten. Kies hieronder welke u bedoelt.")
        case Guessed((location,)):
            sentence = _("Een plaats ‘%(text)s’ kennen wij niet. Bedoelt u %(place)s?")
            return sentence % {"text": text, "place": named(location)}
        case Guessed():
            sentence = _("Een plaats ‘%(text)s’ kennen wij niet. Kies hieronder welke u bedoelt.")
        case Unknown(reason=reason):
            return str(WHY_UNKNOWN[reason])
    return sentence % {"text": text}
