"""A municipal change from a file or from the words of a command line.

What lives here: texts to a change, and what is no change. What does not: whether it fits the facts (refusals.py).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from notation.characters import legible
from notation.dates import read_day, refuse_far_dates
from regions.boundaries.change import Change, Successor
from regions.models import Municipality

MOST_BYTES = 100_000
MOST_IN_LIST = 2_000
LONGEST_TEXT = 500

_CODE = re.compile("GM[0-9]{4}")
_PC4 = re.compile("[1-9][0-9]{3}")
_LONGEST_CODE = 40
_NO_TEXT = {"Cc", "Cs"}  # what no name and no source holds, and what a database may refuse
_KEYS = {"from", "to", "on", "source"}
_KEYS_OF_SUCCESSOR = {"code", "name", "postcodes", "areas"}


def change_in_file(data: bytes) -> Change:
    """Return the change that a TOML file describes; raise ValidationError where it describes none."""
    if len(data) > MOST_BYTES:
        raise ValidationError(_("Dit bestand is te groot voor een wijziging van gemeenten."))
    try:
        found = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValidationError(_("Dit bestand is geen tekst in UTF-8.")) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValidationError(
            _("Dit bestand is geen TOML: %(reason)s") % {"reason": str(error)[:LONGEST_TEXT]}
        ) from None
    _refuse_unknown_keys(found, _KEYS)
    successors = found.get("to")
    if not isinstance(successors, list) or not all(isinstance(one, dict) for one in successors):
        raise ValidationError(_("Schrijf elke opvolger als een blok [[to]] met een code."))
    return Change(
        _codes(_texts(found.get("from"), "from")),
        tuple(_successor(one) for one in successors[:MOST_IN_LIST]),
        _day(found.get("on")),
        _text(found.get("source", ""), "source"),
    )


def change_in_words(
    predecessors: Sequence[str], successors: Sequence[str], postcodes: Sequence[str], on: str, source: str
) -> Change:
    """Return the change that the options of a command describe: `GM1992=Voorne aan Zee`, `GM0824=5076,5074`."""
    taken: dict[str, list[str]] = {}
    for given in postcodes:
        code, _is, listed = given.partition("=")
        taken.setdefault(_code(code), []).extend(listed.split(","))
    to = []
    for given in successors:
        code, _is, name = given.partition("=")
        to.append(_successor({"code": code, "name": name, "postcodes": taken.pop(_code(code), [])}))
    if taken:
        message = _("%(codes)s krijgt postcodes, maar is geen opvolger.")
        raise ValidationError(message % {"codes": ", ".join(taken)})
    return Change(_codes(predecessors), tuple(to), _day(on), _text(source, "source"))


def _successor(found: Mapping[str, Any]) -> Successor:
    _refuse_unknown_keys(found, _KEYS_OF_SUCCESSOR)
    name = legible(_text(found.get("name", ""), "name")).strip()
    if len(name) > (longest := Municipality._meta.get_field("name").max_length or 0):
        raise ValidationError(_("Een naam heeft hoogstens %(number)d tekens.") % {"number": longest})
    return Successor(
        _code(_text(found.get("code", ""), "code")),
        name,
        tuple(_pc4(text) for text in _texts(found.get("postcodes", []), "postcodes")),
        tuple(text.strip() for text in _texts(found.get("areas", []), "areas")),
    )


def _codes(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_code, texts))


def _code(text: str) -> str:
    code = legible(text[:_LONGEST_CODE]).strip().upper()
    if not _CODE.fullmatch(code):
        raise ValidationError(
            _("'%(code)s' is geen code van een gemeente. Schrijf GM en vier cijfers.") % {"code": code}
        )
    return code


def _pc4(text: str) -> str:
    pc4 = legible(text[:_LONGEST_CODE]).strip()
    if not _PC4.fullmatch(pc4):
        raise ValidationError(_("'%(postcode)s' is geen postcode van vier cijfers.") % {"postcode": pc4})
    return pc4


def _day(found: Any) -> date:
    if isinstance(found, date) and not isinstance(found, datetime):
        day: date | None = found
    else:
        day = read_day(_text(found or "", "on"))
    if day is None:
        raise ValidationError(_("Vul in op welke dag de wijziging ingaat, bijvoorbeeld 2027-01-01."))
    refuse_far_dates(day, timezone.localdate())
    return day


def _texts(found: Any, key: str) -> list[str]:
    if not isinstance(found, list):
        raise ValidationError(_("'%(key)s' is een lijst van teksten.") % {"key": key})
    if len(found) > MOST_IN_LIST:
        raise ValidationError(_("'%(key)s' is te lang.") % {"key": key})
    return [_text(one, key) for one in found]


def _text(found: Any, key: str) -> str:
    if not isinstance(found, str):
        raise ValidationError(_("'%(key)s' is een tekst tussen aanhalingstekens.") % {"key": key})
    if len(found) > LONGEST_TEXT:
        raise ValidationError(_("'%(key)s' is te lang.") % {"key": key})
    if any(unicodedata.category(char) in _NO_TEXT for char in found):
        raise ValidationError(_("'%(key)s' heeft tekens die niet te lezen zijn.") % {"key": key})
    return found


def _refuse_unknown_keys(found: Mapping[str, Any], known: set[str]) -> None:
    if unknown := sorted(found.keys() - known):
        message = _("Niet bekend: %(keys)s. Wel bekend: %(known)s.")
        said = {"keys": ", ".join(unknown)[:LONGEST_TEXT], "known": ", ".join(sorted(known))}
        raise ValidationError(message % said)
