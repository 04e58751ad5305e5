"""A made-up directory with doubles planted in it, and with what looks like a double and is none.

What lives here: records as values, the same for one seed. What does not: tests. Nothing here knows how a pair is
judged. Towns are those of the reference facts; all else is invented.
"""

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from typing import NamedTuple

from services.duplicates.record import Record

REFERENCE = Path(__file__).parents[3] / "fixtures" / "reference"
FAMILIES = """Jansen Bakker Visser Smit Meijer Mulder Bos Peters Hendriks Dekker Brouwer Dijkstra Koster Kramer Prins
Postma Kuipers Veenstra Willems Hoekstra Koning Verhoeven Schouten Molenaar Hofman Timmer Kroon Wolters
Martens""".split()
IDEAS = """Nieuwe Stap Kompas Baan Talent Toekomst Vooruit Schakel Brug Horizon Koers Loopbaan Groei Anker Impuls Focus
Perspectief Werkend Leven Beweging Richting Balans Kans Springplank Vizier Spoor Kracht Motief Ruimte Wissel""".split()
KINDS = {
    "outplacement_agency": ("Outplacement", "Outplacementbureau", "Van werk naar werk"),
    "temporary_work_agency": ("Uitzendbureau", "Flexwerk", "Uitzendgroep"),
    "career_advice_agency": ("Loopbaanadvies", "Loopbaancentrum", "Loopbaanbegeleiding"),
    "training_fund": ("Opleidingsfonds", "Scholingsfonds"),
    "gatekeeper_centre": ("Poortwachtercentrum",),
}
REGION_DESKS = {
    "mobility_centre": "Werkcentrum",
    "employer_service_point": "Werkgeversservicepunt",
    "learning_work_desk": "Leerwerkloket",
}
SECTORS = (
    "ambachten beveiliging bouw detailhandel horeca maritiem techniek transport-en-logistiek zorg-en-welzijn".split()
)
STREETS = "Stationsplein Marktstraat Kerkstraat Havenweg Industrieweg Parklaan Molenstraat Nieuwstraat Singel".split()
SHORT = {
    "Werkgeversservicepunt": "WSP",
    "Leerwerkloket": "LWL",
    "Uitzendbureau": "Uitzendb.",
    "Outplacementbureau": "Outpl.bureau",
    "Loopbaanadvies": "Loopbaanadv.",
    "Loopbaancentrum": "LBC",
    "Poortwachtercentrum": "PWC",
    "Opleidingsfonds": "Opl.fonds",
}


class Town(NamedTuple):
    """A postcode with where it lies."""

    pc4: str
    name: str
    position: tuple[float, float]
    municipality: int
    region: str


class Directory(NamedTuple):
    """Records, the pairs among them that are one organisation, and by which kind of difference each was planted."""

    records: list[Record]
    doubles: dict[frozenset[int], str]


def make_directory(seed: int, size: int = 2000, doubles: int = 100) -> Directory:
    """Return a directory of `size` records of which so many pairs are the same organisation."""
    maker = _Maker(seed)
    originals = maker.records(size - doubles)
    planted: dict[frozenset[int], str] = {}
    copies, chosen = [], set[int]()
    kinds = list(WAYS)
    while len(copies) < doubles:
        kind, original = kinds[len(copies) % len(kinds)], maker.random.choice(originals)
        if original.id in chosen or (kind in NEEDS and not getattr(original, NEEDS[kind])):
            continue
        chosen.add(original.id)
        copy = WAYS[kind](maker, original)
        copies.append(copy)
        planted[frozenset({original.id, copy.id})] = kind
    records = originals + copies
    maker.random.shuffle(records)
    return Directory(records, planted)


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - the same directory each time, no secret
        self._ids = count(1)
        self.towns = list(_towns())

    def records(self, size: int) -> list[Record]:
        """Return the traps first, and then as many others as fit."""
        made = [*self._region_desks(), *self._sector_desks(), *self._networks(), *self._shared_buildings()]
        while len(made) < size:
            made.append(self._bureau(self.random.choice(self.towns)))
        return made[:size]

    def _record(self, name: str, type_: str, town: Town, **fields: object) -> Record:
        host = f"{''.join(filter(str.isalnum, name.lower()))}.nl"
        own = {
            "street": f"{self.random.choice(STREETS)} {self.random.randint(1, 180)}",
            "postcode": town.pc4 + self.letters(),
            "city": town.name,
            "position": town.position,
            "email": f"info@{host}",
            "phone": self.phone(),
            "website": f"https://www.{host}/",
            "areas": frozenset({f"GM {town.municipality}"}),
            "municipalities": frozenset({town.municipality}),
        }
        known = {key: value for key, value in own.items() if key in ALWAYS or self.random.random() < 0.8}
        if "street" not in known or "postcode" not in known:
            known.pop("street", None)
        return Record(next(self._ids), name, type_, **known | fields)

    def _bureau(self, town: Town, **fields: object) -> Record:
        type_ = self.random.choice(list(KINDS))
        kind = self.random.choice(KINDS[type_])
        own = self.random.choice(
            [
                f"{self.random.choice(FAMILIES)} {kind}",
                f"{kind} {self.random.choice(IDEAS)} {self.random.choice(FAMILIES)}",
                f"{self.random.choice(IDEAS)} {self.random.choice(IDEAS)} {kind}",
                f"{kind} {town.name} {self.random.choice(IDEAS)}",
            ]
        )
        return self._record(own, type_, town, **fields)

    def _region_desks(self) -> Iterator[Record]:
        """Yield three desks for each region; half of them known by name and region only."""
        for region in sorted({town.region for town in self.towns}):
            held = frozenset(town.municipality for town in self.towns if town.region == region)
            town = self.random.choice([town for town in self.towns if town.region == region])
            for type_, name in REGION_DESKS.items():
                area = {"areas": frozenset({f"AM {region}"}), "municipalities": held}
                if self.random.random() < 0.5:
                    yield Record(next(self._ids), f"{name} {region}", type_, **area)
                else:
                    yield self._record(f"{name} {region}", type_, town, **area)

    def _sector_desks(self) -> Iterator[Record]:
        """Yield the desks of all sectors of some regions: behind one door, with one central number."""
        for town in self.random.sample(self.towns, 12):
            first = self._record(f"Servicepunt {town.region}", "branch_service_point", town)
            for sector in SECTORS:
                yield replace(
                    first, id=next(self._ids), name=f"Servicepunt {sector} {town.region}", sectors=frozenset({sector})
                )

    def _networks(self) -> Iterator[Record]:
        """Yield the branches of networks in other towns: one name, one website, and often one number and address."""
        for number in range(15):
            type_ = self.random.choice(list(KINDS))
            name = f"{self.random.choice(IDEAS)}{self.random.choice(IDEAS).lower()} {self.random.choice(KINDS[type_])}"
            shared = {"website": f"https://{name.split()[0].lower()}{number}.nl", "phone": self.phone()}
            shared["email"] = f"info@{name.split()[0].lower()}{number}.nl"
            is_central = self.random.random() < 0.5
            seen: set[int] = set()
            for town in self.random.sample(self.towns, 16):
                if town.municipality in seen:
                    continue
                seen.add(town.municipality)
                own = {} if is_central else {"phone": self.phone(), "email": f"{town.pc4}@{name.split()[0].lower()}.nl"}
                called = f"{name} {town.name}" if number % 2 else name
                yield self._record(called, type_, town, **shared | own)

    def _shared_buildings(self) -> Iterator[Record]:
        """Yield two or three organisations behind one door, each with what it knows of itself."""
        for _ in range(90):
            first = self._bureau(self.random.choice(self.towns))
            town = next(town for town in self.towns if town.name == first.city)
            door = {"street": f"{self.random.choice(STREETS)} {self.random.randint(1, 99)}"}
            door["postcode"] = town.pc4 + self.letters()
            yield replace(first, **door)
            for _ in range(self.random.randint(1, 2)):
                yield self._bureau(town, **door)

    def letters(self) -> str:
        return "".join(self.random.choices("ABCDEFGHJKLMNPRTVWXZ", k=2))

    def phone(self) -> str:
        area = self.random.choice(["26", "24", "20", "30", "10", "40", "50", "70", "88", "85"])
        return f"+31{area}{self.random.randint(2_000_000, 7_999_999)}"

    # --- Ways in which a copy differs --------------------------------------------------------------------

    def copy(self, original: Record, **fields: object) -> Record:
        """Return the record as somebody else entered it: what was not at hand is missing."""
        left_out = {key: "" for key in ("email", "phone", "website") if self.random.random() < 0.3}
        return replace(original, id=next(self._ids), **left_out | fields)

    def typing_errors(self, original: Record) -> Record:
        words = original.name.split()
        long = [place for place, word in enumerate(words) if len(word) > 5] or [0]
        place = self.random.choice(long)
        words[place] = self._mistyped(words[place])
        return self.copy(original, name=" ".join(words))

    def _mistyped(self, word: str) -> str:
        at = self.random.randrange(1, max(len(word) - 1, 2))
        return self.random.choice(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
                word[:at] + self.random.choice("aeiourstn") + word[at + 1 :],
            ]
        )

    def phone_as_written(self, original: Record) -> Record:
        digits = original.phone[3:]
        written = self.random.choice(
            [
                f"0{digits[:2]}-{digits[2:]}",
                f"(0{digits[:2]}) {digits[2:5]} {digits[5:]}",
                f"0031 {digits[:2]} {digits[2:]}",
            ]
        )
        return self.copy(original, name=original.name.upper(), phone=written)

    def abbreviated(self, original: Record) -> Record:
        words = [SHORT.get(word, word) for word in original.name.split()]
        if words == original.name.split():
            words = ["Stg.", *words[:-1], f"{words[-1][:4]}."] if len(words[-1]) > 7 else ["Stichting", *words, "B.V."]
        return self.copy(original, name=" ".join(words))

    def in_other_order(self, original: Record) -> Record:
        words = original.name.split()
        turned = [*words[1:], words[0]] if len(words) > 2 else words[::-1]
        return self.copy(original, name=", ".join([" ".join(turned[:-1]), turned[-1]]))

    def same_phone_other_name(self, original: Record) -> Record:
        return self.copy(original, name=self._bureau(self._town_of(original)).name, phone=original.phone)

    def same_door_other_name(self, original: Record) -> Record:
        """Return the organisation after it got a new name; what it is reached by is the same, or not known."""
        return self.copy(original, name=self._bureau(self._town_of(original)).name)

    def _town_of(self, record: Record) -> Town:
        return next((town for town in self.towns if town.name == record.city), self.towns[0])


ALWAYS = {"city", "position", "areas", "municipalities"}
WAYS = {
    "typing error": _Maker.typing_errors,
    "phone format": _Maker.phone_as_written,
    "abbreviation": _Maker.abbreviated,
    "word order": _Maker.in_other_order,
    "same phone, other name": _Maker.same_phone_other_name,
    "same door, other name": _Maker.same_door_other_name,
}
# What an original must have, where the copy is to share just that.
NEEDS = {"phone format": "phone", "same phone, other name": "phone", "same door, other name": "street"}


def _towns() -> Iterator[Town]:
    with (REFERENCE / "municipalities-2026.csv").open(encoding="utf-8", newline="") as file:
        regions = {row["code"]: row["labour_market_region"] for row in csv.DictReader(file)}
    with (REFERENCE / "postcodes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            position = float(row["latitude"]), float(row["longitude"])
            code = row["municipality_code"]
            yield Town(row["pc4"], row["place"], position, int(code[2:]), regions[code])
