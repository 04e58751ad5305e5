"""What a process remembers of the directory answers exactly as the database does when it is asked anew."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.db.models import Q
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from regions.geo import distance_from
from regions.places import Location, find_place
from services.catalogue import SectorEntry, catalogue
from services.freshness import oldest_checks
from services.models import ActingAs, ChangeSet, Provider, Role, Sector, Touched, Verb
from services.practical.capacity import Capacity
from services.search.facets import _add_up, _groups
from services.search.question import ANY, ProviderFilter, Question
from services.search.results import FEW, NEAREST_SHOWN, PAGE_SIZE, POSSIBLE_SHOWN, SearchResult, search_providers
from services.shortage import Shortage, shortage_of
from services.upkeep.door import change
from services.upkeep.undoing import undo
from services.work_area.codes import WorkAreaReader
from services.work_area.index import parts_holding, providers_holding
from services.work_area.sets import Sets
from tests.services.csv_files import DESK, import_rows
from tests.services.providers import ARNHEM, NIJMEGEN, STAFF, add_provider, by_hand, days_ago

pytestmark = pytest.mark.django_db

KINDS = ["uwv", "learning_work_desk", "mobility_centre", "branch_service_point", "outplacement_agency"]
AREAS = [
    *(("NL",), ("AM:AM07",), ("AM:AM07", "GM:GM0202"), ("PV:PV25",), ("GM:GM0202",), ("GM:GM0268",), ("PC:6811",)),
    *(("PC:6811AA-6811AE", "PC:6811BA-6811ZZ"), ("PC:6811BA-6811ZZ", "GM:GM0363"), ("PC:6810AA-6814ZZ",), ("?",), ()),
]
PLACES = ["6811 AB", "6811 XY", "6811", "Arnhem", "Gelderland", "Nijmegen", "1013 AB"]
POSITIONS = [ARNHEM, NIJMEGEN, {}, {"latitude": 52.0, "longitude": 5.9}, {"latitude": 52.37, "longitude": 4.9}]


def add_one(chance: random.Random, number: int) -> Provider:
    """Add a provider of any kind: many are alike in all but their names."""
    areas = chance.choice(AREAS)
    checked = {} if areas == ("?",) else {"last_checked_on": days_ago(chance.choice([1, 200, 364, 365, 366, 800]))}
    return add_provider(
        f"loket-{number}",
        *areas,
        type_=chance.choice(KINDS),
        roles=chance.choice([None, None, frozenset({Role.CURATIVE}), frozenset({Role.PREVENTIVE})]),
        sectors=chance.choice([(), (), ("bouw",), ("bouw", "techniek")]),
        name=chance.choice(["Loket", "loket", "Élan", "Zorg", "advies"]),
        description_nl=chance.choice(["Advies over scholing.", "Gesprekken."]),
        retired_on=chance.choice([None, None, None, days_ago(0), days_ago(-1)]),
        **any_room(chance),
        **checked,
        **chance.choice(POSITIONS),
    )


def any_room(chance: random.Random) -> dict[str, object]:
    capacity = chance.choice(["", "", *Capacity.values])
    if not capacity:
        return {}
    until = chance.choice([days_ago(-2), days_ago(0), days_ago(1)])
    weeks = 3 if capacity == Capacity.WAITING else None
    return {"capacity": capacity, "capacity_until": until, "waiting_weeks": weeks}


def place_named(text: str) -> Location:
    return find_place(text, timezone.localdate()).location


def question_of(query: dict[str, str], on=None) -> Question:
    return ProviderFilter(QueryDict(urlencode(query)), on or timezone.localdate()).question()


def random_query(chance: random.Random) -> dict[str, str]:
    query = {
        "locatie": chance.choice(PLACES),
        "rol": chance.choice(["", "", "curative", "preventive"]),
        "type": chance.choice(["", "", *KINDS]),
        "sector": chance.choice(["", "", "bouw", "horeca"]),
        "q": chance.choice(["", "", "", "scholing", "elan"]),
    }
    return {name: value for name, value in query.items() if value}


def as_told(result: SearchResult) -> tuple[object, ...]:
    """Return all that a page says of who was found: who, in which order, and how many there are."""
    hits = [(hit.facts.slug, hit.facts.sectors, hit.facts.freshness, hit.facts.is_area_unknown) for hit in result.hits]
    possible = [hit.facts.slug for hit in result.possible]
    folded = {code: number for code, number in result.sector_desks.items() if number}
    return hits, possible, result.more_possible, {hit.facts.slug for hit in result.outside}, result.facets, folded


def sectors_of(provider: Provider) -> tuple[SectorEntry, ...]:
    codes = {sector.code for sector in provider.sectors.all()}
    return tuple(entry for entry in catalogue().sectors if entry.code in codes)


def as_queried(question: Question, page: int) -> tuple[object, ...]:
    """Return the same, all of it asked of the database."""
    location, edges = question.location, oldest_checks(question.on, catalogue().parameters)
    private = [kind.id for kind in catalogue().types if kind.is_private]
    point = (location.latitude, location.longitude)
    facets = _add_up(_groups(question.at_place, question.words), question)
    ordered = question.listed.best_first(point, edges, last=private)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    hits = [(one.slug, sectors_of(one), edges.freshness_of(one), False) for one in ordered]
    unknown = question.listed_anywhere.filter(service_areas__unknown=True) if page == 1 else []
    possible = sorted(unknown, key=lambda one: (one.type_id in private, _shortage(one, question.on), *_named(one)))
    outside = question.listed_anywhere.not_covering(location).exclude(type_id__in=[] if question.type else private)
    few = page == 1 and facets.total < FEW
    near = outside.exclude(latitude=None).nearest_first(point)[:NEAREST_SHOWN] if few else []
    distance = distance_from(*point)
    far = sorted(round(distance(one.latitude, one.longitude), 6) for one in near)
    shown, more = [one.slug for one in possible[:POSSIBLE_SHOWN]], max(0, len(possible) - POSSIBLE_SHOWN)
    return hits, shown, more, far, facets, folded_by_sector(question)


def _shortage(one: Provider, on: date) -> Shortage:
    return shortage_of(one.capacity, one.capacity_until, on)


def _named(one: Provider) -> tuple[str, str]:
    return one.name.casefold(), one.slug


def folded_by_sector(question: Question) -> dict[str, int]:
    listed = set(question.listed.values_list("pk", flat=True))
    desks = [one for one in question.fitting if one.pk not in listed]
    by_sector = Counter(entry.code for one in desks for entry in sectors_of(one))
    return dict(by_sector) | ({ANY: len(desks)} if desks else {})


def agree(query: dict[str, str], on=None) -> None:
    for page in (1, 2, 3):
        question = question_of(query, on)
        hits, possible, more, outside, facets, folded = as_told(search_providers(question, page))
        distance = distance_from(question.location.latitude, question.location.longitude)
        positions = Provider.objects.filter(slug__in=outside).values_list("latitude", "longitude")
        far = sorted(round(distance(*position), 6) for position in positions)
        assert (hits, possible, more, far, facets, folded) == as_queried(question, page), (query, page)


@pytest.mark.parametrize("seed", range(3))
def test_every_question_is_answered_as_the_database_answers_it(seed):
    chance = random.Random(seed)  # noqa: S311  (the same directory every time)
    for number in range(chance.choice([12, 90])):
        add_one(chance, number)

    for _ in range(25):
        agree(random_query(chance))


def set_area(slug: str, *codes: str) -> None:
    provider = Provider.objects.get(slug=slug)
    with change(Verb.SET_WORK_AREA, by=STAFF, records=[provider.pk]):
        provider.service_areas.all().delete()
        for area in WorkAreaReader(timezone.localdate()).read(codes):
            area.row_for(provider.pk).save()


def change_field(slug: str, **fields: object) -> None:
    provider = Provider.objects.get(slug=slug)
    with change(Verb.EDIT, by=STAFF, records=[provider.pk]):
        Provider.objects.filter(pk=provider.pk).update(**fields)


def set_sectors(slug: str, *codes: str) -> None:
    provider = Provider.objects.get(slug=slug)
    with change(Verb.EDIT, by=STAFF, records=[provider.pk]):
        provider.sectors.set(Sector.objects.filter(code__in=codes))


def undo_last() -> None:
    undo(change_set=ChangeSet.objects.first(), by=STAFF, on=timezone.localdate())


def in_bulk() -> None:
    with by_hand():
        Provider.objects.filter(Q(name="Loket")).update(last_checked_on=None)


@pytest.mark.parametrize(
    "steps",
    [
        [lambda: change_field("loket-1", retired_on=days_ago(3)), undo_last],
        [lambda: set_area("loket-2", "GM:GM0202"), lambda: set_area("loket-2", "PC:6811"), undo_last],
        [lambda: change_field("loket-3", latitude=52.1, longitude=5.8), lambda: change_field("loket-4", name="Anders")],
        [lambda: set_sectors("loket-5", "horeca"), undo_last],
        [lambda: change_field("loket-6", capacity="full", capacity_until=days_ago(-5), waiting_weeks=None), undo_last],
        [lambda: add_provider("nieuw", "NL", "GM:GM0202", **ARNHEM), undo_last],
        [in_bulk],
    ],
    ids=["stopped", "work area", "moved", "sectors", "room", "added", "in bulk"],
)
def test_after_every_change_too(steps: Sequence[Callable[[], None]]):
    chance = random.Random(11)  # noqa: S311  (the same directory every time)
    for number in range(30):
        add_one(chance, number)
    for place in PLACES:
        agree({"locatie": place})

    for step in steps:
        step()
        for place in PLACES:
            agree({"locatie": place})
        for _ in range(3):
            agree(random_query(chance))


def test_after_a_file(tmp_path):
    chance = random.Random(12)  # noqa: S311  (the same directory every time)
    for number in range(20):
        add_one(chance, number)
    agree({"locatie": "Arnhem"})

    import_rows(tmp_path, DESK | {"slug": "uit-een-bestand", "areas": "GM:GM0202"})
    for place in PLACES:
        agree({"locatie": place})
    import_rows(tmp_path, DESK | {"slug": "uit-een-bestand", "areas": "GM:GM0268"})
    for place in PLACES:
        agree({"locatie": place})
    undo_last()
    for place in PLACES:
        agree({"locatie": place})


def test_from_one_day_to_the_next():
    chance = random.Random(13)  # noqa: S311  (the same directory every time)
    for number in range(60):
        add_one(chance, number)

    for days in (0, 1, 2, 40, 400, 0):
        agree({"locatie": "Arnhem"}, timezone.localdate() + timedelta(days=days))


def test_in_either_language(client):
    add_provider("loket", "NL", **ARNHEM)

    dutch, english = (client.get(path, {"locatie": "Arnhem"}).text for path in ("/zoeken/", "/en/zoeken/"))
    again = client.get("/zoeken/", {"locatie": "Arnhem"}).text

    assert "Helpt bij" in dutch
    assert "Helpt bij" not in english
    assert again == dutch


@pytest.mark.parametrize("number", [1, 3])
def test_after_an_edit_a_process_reads_who_was_edited_and_nobody_else(number):
    for turn in range(number):
        add_provider(f"loket-{turn}", "AM:AM07", sectors=("bouw",), **ARNHEM)
    search_providers(question_of({"locatie": "Arnhem", "sector": "bouw"}))

    change_field("loket-0", name="Anders")
    with CaptureQueriesContext(connection) as queries:
        (first, *_others) = search_providers(question_of({"locatie": "Arnhem", "sector": "bouw"})).hits

    edited = Provider.objects.get(slug="loket-0").pk
    into_memory = ('SELECT "services_servicearea"', 'SELECT "services_provider_sectors"')
    read = [query["sql"] for query in queries if query["sql"].startswith(into_memory)]
    assert first.facts.name == "Anders"
    assert [f"IN ({edited})" in sql for sql in read] == [True, True]


def test_what_was_written_past_the_door_is_seen_too():
    add_provider("loket", "GM:GM0202", **ARNHEM)
    agree({"locatie": "Arnhem"})

    opened = ChangeSet.objects.create(verb=Verb.EDIT, acting_as=ActingAs.COMMAND, at=timezone.now())
    Provider.objects.update(retired_on=days_ago(1))
    Touched.objects.all().delete()
    ChangeSet.objects.filter(pk=opened.pk).update(is_open=False)
    agree({"locatie": "Arnhem"})

    change_field("loket", retired_on=None)
    agree({"locatie": "Arnhem"})


def test_sets_of_which_some_were_edited_are_those_that_are_made_anew():
    chance = random.Random(14)  # noqa: S311  (the same directory every time)
    for number in range(40):
        add_one(chance, number)
    _rows, held = providers_holding([place_named("Arnhem")])
    before = list(held.values())
    strangers = random.Random(15).choices(before, k=len(before))  # noqa: S311
    now = [
        stranger._replace(id=one.id, slug=one.slug) if chance.random() < 0.3 else one
        for one, stranger in zip(before, strangers, strict=True)
    ]
    edges = oldest_checks(timezone.localdate(), catalogue().parameters)
    sets = Sets(before)
    sets.trusted(edges)

    edited, anew = sets.edited([one for one, old in zip(now, before, strict=True) if one != old]), Sets(now)

    assert edited.trusted(edges) == anew.trusted(edges)
    for name in (
        "providers",
        "numbers",
        "by_type",
        "by_role",
        "by_sector",
        "for_every_sector",
        "placed",
        "_retire",
        "_short",
    ):
        assert getattr(edited, name) == getattr(anew, name), name
    assert list(edited.positions_in(edited.placed)) == list(anew.positions_in(anew.placed))
    assert sets.providers == tuple(before)


def test_a_reader_of_before_an_edit_goes_on_with_what_was_true_then():
    add_provider("loket", "AM:AM07", **ARNHEM)
    parts, before = parts_holding(place_named("Arnhem"))
    held = [part.sets.providers[0].name for part in parts.values()]

    change_field("loket", name="Anders")
    agree({"locatie": "Arnhem"})

    assert [part.sets.providers[0].name for part in parts.values()] == held == ["Loket"]
    assert [one.name for one in before.values()] == ["Loket"]
