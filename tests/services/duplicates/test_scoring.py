"""Which two records are likely one organisation: by what they share, and by what tells them apart."""

from dataclasses import replace

import pytest

from services.duplicates.blocks import MOST_IN_BLOCK, likely_pairs, pairs_sharing_a_key
from services.duplicates.record import Record, digest_of
from services.duplicates.scoring import Judge, Reason, Verdict
from tests.services.duplicates.made_up import make_directory

ARNHEM, NIJMEGEN = (51.98, 5.91), (51.84, 5.86)
DESK = Record(
    id=1,
    name="Loopbaanadvies De Nieuwe Stap",
    type="career_advice_agency",
    street="Stationsplein 12",
    postcode="6811KG",
    city="Arnhem",
    position=ARNHEM,
    email="info@nieuwe-stap.example",
    phone="+31263123456",
    website="https://www.nieuwe-stap.example",
    areas=frozenset({"GM0202"}),
    municipalities=frozenset({202}),
)
NO_CONTACT = {"email": "", "phone": "", "website": "", "street": "", "postcode": ""}


def verdict(first: Record, second: Record, *others: Record) -> Verdict:
    return Judge([first, second, *others]).verdict(first, second)


def another(**fields) -> Record:
    return replace(DESK, id=2, **fields)


# Nobody tuned for these seeds: they were taken after the points were settled.
@pytest.mark.parametrize("seed", [20261, 20262, 20263, 20264])
def test_of_100_doubles_planted_among_2000_records_nine_in_ten_are_found_and_hardly_anything_else(seed):
    directory = make_directory(seed)

    found = {frozenset({first.id, second.id}) for first, second, _verdict in likely_pairs(directory.records)}

    true = found & directory.doubles.keys()
    assert len(directory.records) == 2000
    assert len(directory.doubles) == 100
    assert len(true) / len(found) >= 0.94
    assert len(true) / len(directory.doubles) >= 0.88


def test_few_of_all_pairs_are_compared_and_every_planted_one_is_among_them():
    directory = make_directory(20265)

    compared = pairs_sharing_a_key(directory.records)

    assert len(compared) < 2000 * MOST_IN_BLOCK
    assert {frozenset(pair) for pair in compared} >= directory.doubles.keys()


@pytest.mark.parametrize(
    "name",
    [
        "Loopbaanadvies De Niewe Stap",
        "LOOPBAANADVIES NIEUWE STAP B.V.",
        "De Nieuwe Stap, Loopbaanadvies",
        "Stichting Loopbaanadv. De Nieuwe Stap",
        "Loopbaan-advies de nieuwe stap",
    ],
)
def test_a_name_written_otherwise_is_the_same_name(name):
    assert verdict(replace(DESK, **NO_CONTACT), another(name=name, **NO_CONTACT)).is_likely


@pytest.mark.parametrize("phone", ["026-3123456", "(026) 312 34 56", "0031 26 312 34 56"])
def test_a_number_counts_however_it_is_written(phone):
    other = another(**NO_CONTACT | {"name": "Jansen Coaching", "phone": phone})

    found = verdict(DESK, other)

    assert found.is_likely
    assert found.why[0] is Reason.SAME_PHONE


@pytest.mark.parametrize("others", [0, 12])
def test_a_number_of_many_says_little(others):
    other = another(**NO_CONTACT | {"name": "Jansen Coaching", "phone": DESK.phone})
    branches = [replace(DESK, id=10 + number) for number in range(others)]

    assert verdict(DESK, other, *branches).is_likely is (others == 0)


def test_a_desk_of_another_sector_is_another_desk_whatever_it_shares():
    building, care = (replace(DESK, id=key, sectors=frozenset({sector})) for key, sector in ((1, "bouw"), (2, "zorg")))

    assert verdict(building, care) == Verdict(0, ())
    assert verdict(building, replace(DESK, id=2)).is_likely


def test_a_desk_of_another_region_is_another_desk():
    other = another(**NO_CONTACT | {"municipalities": frozenset({268}), "phone": DESK.phone})

    assert not verdict(DESK, other).is_likely


def test_a_branch_in_another_town_is_another_branch():
    other = another(city="Nijmegen", position=NIJMEGEN, street="Markt 1", postcode="6511AA", municipalities=None)

    assert not verdict(replace(DESK, municipalities=None), replace(other, email="", phone="")).is_likely


def test_two_organisations_behind_one_door_are_two():
    other = another(name="Uitzendbureau Vooruit", type="temporary_work_agency", email="a@vooruit.example", website="")

    assert not verdict(DESK, replace(other, phone="+31263999999")).is_likely


def test_the_digest_holds_as_long_as_no_compared_field_changes():
    other = another(name="Nieuwe Stap")
    before = digest_of(DESK, other)

    assert digest_of(replace(DESK, phone="026 312 34 56"), other) == before
    for change in ({"phone": "+31263999999"}, {"city": "Velp"}, {"areas": frozenset({"NL"})}, {"name": "Stap"}):
        assert digest_of(replace(DESK, **change), other) != before


@pytest.mark.parametrize("website", ["https://[broken", "geen adres", ""])
def test_a_website_that_is_no_address_is_no_website(website):
    assert replace(DESK, website=website).host == ""


@pytest.mark.parametrize(
    ("street", "door"),
    [
        ("Kerkstraat 12", "6811KG 12"),
        ("Kerkstraat 12-3", "6811KG 12"),
        ("2e Dorpsstraat 5 bis", "6811KG 5"),
        ("Kerkstraat12a", "6811KG 12"),
        ("Kerkstraat", ""),
    ],
)
def test_a_door_is_a_postcode_with_its_house_number(street, door):
    assert replace(DESK, street=street).door == door
