"""What the map and the pages of one area say: every state from the digits of the same row.

What lives here: the table, the legend, the panel of an area, the work areas of organisations. What does not: the digits
(layers.py), reading what is asked (map_question.py), who serves a place (page.py), markup.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from services import wording
from services.coverage import map_words
from services.coverage.by_region import Region, regions, served_region
from services.coverage.ground import Ground, Held, Located, RegionOnGround, ground
from services.coverage.layers import ANY, Layers, layers
from services.coverage.map_question import MapQuestion
from services.coverage.map_words import LegendLine, State, Words
from services.coverage.page import Nearest, Served, helpers_by_role, names_in_words, served_in_words
from services.models import Provider, Role, ServiceArea
from services.work_area.parts import AreaPart, parts_by_provider


@dataclass(frozen=True, slots=True)
class Cell:
    """The state of one role at one place."""

    role: Role
    situation: str
    state: State


@dataclass(frozen=True, slots=True)
class Row:
    """A place in the table and on the map: where it leads, what each role is there, and the state that is drawn."""

    code: str
    name: str
    url: str
    cells: Sequence[Cell]
    drawn: State

    @property
    def link_name(self) -> str:
        """Return the name of its link on the map."""
        return f"{self.name}: {self.drawn.words}"


@dataclass(frozen=True, slots=True)
class RoleHere:
    """One role in an area: its state, who helps, where nobody does, and who is nearest outside."""

    cell: Cell
    names: str
    missing_in: Sequence[str]
    nearest: Nearest | None


@dataclass(frozen=True, slots=True)
class AreaPage:
    """All that is said of one region or municipality."""

    code: str
    name: str
    url: str
    region: RegionOnGround | None
    roles: Sequence[RoleHere]
    municipalities: Sequence[Row]
    legend: Sequence[LegendLine]
    served: Served

    @property
    def region_name(self) -> str:
        """Return the name of the region that it is, or lies in."""
        return self.region.name if self.region else self.name

    @property
    def is_the_same_everywhere(self) -> bool:
        """Return whether each of its municipalities has the same state in every role."""
        return all(here.cell.state.digit for here in self.roles)


class Named(NamedTuple):
    """An organisation whose work area was asked for, with the parts of it and how much it holds."""

    name: str
    parts: Sequence[AreaPart]
    held: Held


@dataclass(slots=True)
class Shared:
    """Where the same organisations work: municipalities, and postcodes of others, by their positions on the ground."""

    municipalities: list[int] = field(default_factory=list)
    postcodes: dict[int, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class WorkAreaLine:
    """Which organisations work in the same municipalities, in words, and which those are."""

    who: str
    where: str


@dataclass(frozen=True)
class MapPage:
    """What the map says on a day in answer to a question; `roles` are the columns of its table."""

    question: MapQuestion
    on: date
    roles: Sequence[Role]

    @cached_property
    def here(self) -> Ground:
        """Return the municipalities."""
        return ground(self.on)

    @cached_property
    def layers(self) -> Layers:
        """Return all rows of the day."""
        return layers(self.on)

    @cached_property
    def words(self) -> Mapping[str, Words]:
        """Return the words of the digits."""
        return map_words.words_of(self.question.type != ANY, self.question.checked_only)

    def digits(self, role: Role) -> str:
        """Return the row of a role for the type and sector that were chosen."""
        row = self.layers.row(role.value, self.question.type, self.question.sector)
        return map_words.checked_only(row) if self.question.checked_only else row

    @property
    def row(self) -> str:
        """Return the row that is drawn."""
        return self.digits(self.question.role)

    @property
    def situation(self) -> str:
        """Return the situation that is drawn, in words."""
        return wording.situation(self.question.role)

    @property
    def in_short(self) -> str:
        """Return what the whole map says in one line."""
        return f"{self.situation}: {map_words.sum_in_words(self.row, self.question.checked_only)}"

    @property
    def legend(self) -> list[LegendLine]:
        """Return the states with how many municipalities are in each."""
        return map_words.legend(self.row, self.words)

    @property
    def rows(self) -> list[Row]:
        """Return a row for each region by name."""
        found = ((one, reverse("region", args=[one.code])) for one in self.here.regions)
        return [self._row(one.code, one.name, url, one.members) for one, url in found]

    def municipality_rows(self, positions: Sequence[int]) -> list[Row]:
        """Return a row for each of these municipalities."""
        places = ((self.here.places[position], position) for position in positions)
        return [self._row(one.code, one.name, self.map_url(one.code), [position]) for one, position in places]

    def map_url(self, code: str) -> str:
        """Return the address of the map with an area chosen, and all else as it is asked."""
        return reverse("map") + self.question.address(gebied=code, vak="")

    def _row(self, code: str, name: str, url: str, members: Sequence[int]) -> Row:
        cells = [self._cell(role, members) for role in self.roles]
        return Row(code, name, url, cells, self._cell(self.question.role, members).state)

    def _cell(self, role: Role, members: Sequence[int]) -> Cell:
        row = self.digits(role)
        digits = "".join(row[position] for position in members)
        return Cell(role, wording.situation(role), map_words.state_in_words(digits, self.words))

    # --- One area ----------------------------------------------------------------------------------------

    def area(self, code: str) -> AreaPage:
        """Return what is said of a region or a municipality: one query, and a few for each gap."""
        if region := next((one for one in self.here.regions if one.code == code), None):
            return self._area(regions(self.on, code)[0], region, region.members)
        position = self.here.position[code]
        place = self.here.places[position]
        return self._area(Region(place.code, place.name, place.location), self._region_with(place), [position])

    def _area(self, area: Region, region: RegionOnGround | None, members: Sequence[int]) -> AreaPage:
        served = served_region(area, self.on)
        in_words, helpers = served_in_words(served, self.on), helpers_by_role(served)
        roles = [
            RoleHere(
                cell=self._cell(role, members),
                names=names_in_words(one for one in helpers[role] if self._is_asked(one.serving.facts.type_code)),
                missing_in=self._missing_in(role, members),
                nearest=in_words.nearest.get(role),
            )
            for role in Role
        ]
        is_region = len(members) > 1 or (region is not None and area.code == region.code)
        rows = MapPage(self.question, self.on, list(Role)).municipality_rows(members) if is_region else []
        url = reverse("region", args=[region.code]) if region else ""
        legend = map_words.legend("".join(self.row[position] for position in members), self.words)
        return AreaPage(area.code, area.name, url, None if is_region else region, roles, rows, legend, in_words)

    def _is_asked(self, type_code: str) -> bool:
        return self.question.type in (ANY, type_code)

    def _missing_in(self, role: Role, members: Sequence[int]) -> list[str]:
        """Return the municipalities where nobody is, where that is not all of them."""
        row = self.digits(role)
        missing = [position for position in members if row[position] == map_words.NOBODY]
        return [self.here.places[position].name for position in missing] if len(missing) < len(members) else []

    def _region_with(self, place: Located) -> RegionOnGround | None:
        return next((one for one in self.here.regions if one.code in place.regions), None)

    # --- Work areas --------------------------------------------------------------------------------------

    @cached_property
    def named(self) -> list[Named]:
        """Return the organisations whose work areas were asked for: two queries, or none."""
        if not self.question.work_areas:
            return []
        rows = Provider.objects.published(self.on).filter(slug__in=self.question.work_areas)
        keys = {slug: (key, name) for key, slug, name in rows.values_list("pk", "slug", "name")}
        parts = parts_by_provider(ServiceArea.objects.filter(provider__slug__in=keys))
        asked = [keys[slug] for slug in self.question.work_areas if slug in keys]
        areas = {key: tuple(parts.get(key, ())) for key, _name in asked}
        return [Named(name, areas[key], self.here.held_by(areas[key])) for key, name in asked]

    @property
    def work_areas(self) -> list[WorkAreaLine]:
        """Return where those organisations work, together and apart."""
        known = [one for one in self.named if not one.held.unknown]
        found = self._shared(known)
        together = sorted(found, key=lambda names: (-len(names), names))
        lines = [WorkAreaLine(_who(names, len(self.named)), self._where(found[names])) for names in together]
        not_known = _("niet bekend waar deze organisatie werkt")
        return lines + [WorkAreaLine(one.name, not_known) for one in self.named if one.held.unknown]

    def _shared(self, those: Sequence[Named]) -> Mapping[tuple[str, ...], Shared]:
        """Return what each combination of these works in; a part of a municipality by its postcodes."""
        found: dict[tuple[str, ...], Shared] = defaultdict(Shared)
        by_postcode = {one.name: self._by_postcode(one) for one in those}
        for position in self.here.by_name:
            names = tuple(
                one.name
                for one in those
                if (one.held.full | one.held.part) >> position & 1 and position not in by_postcode[one.name]
            )
            if names:
                found[names].municipalities.append(position)
            for pc4 in sorted({pc4 for codes in by_postcode.values() for pc4 in codes.get(position, ())}):
                also = tuple(
                    name for name, codes in by_postcode.items() if name in names or pc4 in codes.get(position, ())
                )
                found[also].postcodes.setdefault(position, []).append(pc4)
        return found

    def _by_postcode(self, one: Named) -> Mapping[int, Sequence[str]]:
        """Return the postcodes that an organisation works in, by municipality, where that is not all of it."""
        found: dict[int, list[str]] = defaultdict(list)
        for pc4 in {part.pc4 for part in one.parts if part.pc4}:
            for position in self.here.with_postcode(pc4):
                if not one.held.full >> position & 1:
                    found[position].append(pc4)
        return found

    def _where(self, shared: Shared) -> str:
        if len(shared.municipalities) == len(self.here.places):
            return _("heel Nederland")
        names = [self.here.places[position].name for position in shared.municipalities]
        postcodes = [
            _("in %(place)s alleen postcode %(codes)s")
            % {"place": self.here.places[position].name, "codes": ", ".join(codes)}
            for position, codes in shared.postcodes.items()
        ]
        return "; ".join([", ".join(names), *postcodes] if names else postcodes)


def _who(names: Sequence[str], number: int) -> str:
    """Return who works somewhere together, of so many in all."""
    if number == 1:
        return names[0]
    if len(names) == number:
        return _("Beide") if number == 2 else _("Alle %(n)d") % {"n": number}
    if len(names) == 1:
        return _("Alleen %(name)s") % {"name": names[0]}
    return _(" en ").join(names)
