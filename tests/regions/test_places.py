"""What people type, and the place it is read as."""

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regions.models import Municipality, Place, Postcode
from regions.places import Ambiguous, Found, Guessed, Unknown, atlas, find_place, locate, suggest_places

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def found(text, on=TODAY):
    answer = find_place(text, on)
    assert isinstance(answer, Found), answer
    return answer.location


def municipality_codes(text, on=TODAY):
    return [match.municipality_code for match in locate(text, on).matches]


@pytest.mark.parametrize(
    "text", ["1013AB", "1013 AB", "1013ab", " 1013  ab ", "1013-ab", "1013 AB Amsterdam", "1013ab, amsterdam"]
)
def test_a_full_postcode_is_read_however_it_is_written(text):
    location = found(text)

    assert (location.kind, location.postcode, location.letters) == ("postcode", "1013AB", "AB")
    assert (location.place, location.municipality_code) == ("Amsterdam", "GM0363")
    assert location.label == "1013 AB Amsterdam"
    assert location.is_exact


@pytest.mark.parametrize("text", ["1013", "1013 Amsterdam", " 1013 "])
def test_four_digits_are_a_postcode_too(text):
    location = found(text)

    assert (location.kind, location.postcode, location.letters) == ("postcode", "1013", "")
    assert not location.is_exact


@pytest.mark.parametrize(
    ("text", "postcode"), [("3731 De Bilt", "3731"), ("2511 den haag", "2511"), ("1013 st", "1013ST")]
)
def test_letters_behind_four_digits_are_told_from_a_place_name(text, postcode):
    assert found(text).postcode == postcode


@pytest.mark.parametrize(
    "text", ["1234", "1940", "5217", "1234AB", "0123", "0123 AB", "1013SA", "1013 sd", "1013SS", "1013 A", "10134"]
)
def test_a_postcode_that_does_not_exist_is_unknown(text):
    assert find_place(text, TODAY) == Unknown(text)


def test_a_postcode_with_another_town_behind_it_is_unknown():
    assert isinstance(find_place("1013 AB Utrecht", TODAY), Unknown)


def test_every_postcode_has_a_municipality_a_region_and_a_wmco_area():
    places = atlas()
    pc4s = list(Postcode.objects.values_list("pc4", flat=True))

    matches = [places.locate(pc4, TODAY).matches[0] for pc4 in pc4s]

    assert len(matches) == 4071
    assert all(match.municipality_code.startswith("GM") for match in matches)
    for scheme in ("province", "labour_market_region", "wmco"):
        assert all(len(match.areas[scheme]) == 1 for match in matches)
    assert all("uwv_office" not in match.areas for match in matches)


def test_every_postcode_had_a_uwv_office_in_2015():
    places = atlas()

    answers = [places.locate(pc4, date(2015, 6, 1)) for pc4 in Postcode.objects.values_list("pc4", flat=True)]

    assert all(answer.matches[0].areas["uwv_office"] for answer in answers)


def test_a_postcode_lies_where_it_is_and_not_where_its_name_is():
    location = found("6573")

    assert (location.place, location.municipality) == ("Beek", "Berg en Dal")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Den Haag", "GM0518"),
        ("'s-Gravenhage", "GM0518"),
        ("’s gravenhage", "GM0518"),
        ("s gravenhage", "GM0518"),
        ("DEN BOSCH", "GM0796"),
        ("'s Hertogenbosch", "GM0796"),
        ("ijmuiden", "GM0453"),
        ("Sint Annaparochie", "GM1949"),
        ("St. Annaparochie", "GM1949"),
        ("Alphen a/d Rijn", "GM0484"),
        ("Naarden", "GM1942"),
        ("Veghel", "GM1948"),
        ("Uden", "GM1991"),
        ("Arnhem", "GM0202"),
        ("Zwolle", "GM0193"),
        ("Utrecht", "GM0344"),
    ],
)
def test_a_place_is_found_under_official_and_everyday_names(text, code):
    location = found(text)

    assert (location.kind, location.municipality_code) == ("place", code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Súdwest-Fryslân", "GM1900"),
        ("sudwest fryslan", "GM1900"),
        ("Westerkwartier", "GM1969"),
        ("Gemeente Utrecht", "GM0344"),
        ("Nuenen, Gerwen en Nederwetten", "GM0820"),
    ],
)
def test_a_municipality_is_found_with_or_without_accents(text, code):
    location = found(text)

    assert (location.kind, location.municipality_code, location.place) == ("municipality", code, None)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Amsterdma", "Amsterdam"),
        ("Rotterdan", "Rotterdam"),
        ("Haarlm", "Haarlem"),
        ("Zwole", "Zwolle"),
        ("alphen aan de rijn", "Alphen aan den Rijn"),
    ],
)
def test_a_mistyped_name_gives_its_place_as_a_guess(text, name):
    answer = find_place(text, TODAY)

    assert isinstance(answer, Guessed)
    assert [candidate.place for candidate in answer.candidates] == [name]
    assert locate(text, TODAY).guessed


def test_a_name_without_a_typing_error_is_no_guess():
    assert not locate("amsterdam", TODAY).guessed


@pytest.mark.parametrize("text", ["Duisburg", "duisburg", "Aachen", "Aken", "Antwerpen", "Genk", "Kleve", "London"])
def test_a_place_abroad_is_not_guessed_away(text):
    answer = find_place(text, TODAY)

    assert answer == Unknown(text)
    assert answer.reason == "abroad"


@pytest.mark.parametrize("text", ["6800", "1000 AA", "1234", "1013 AB Utrecht"])
def test_a_postcode_that_nobody_works_at_says_that_it_looks_like_one(text):
    assert find_place(text, TODAY).reason == "postcode"


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("Kerkstraat 12, 6811 AB Arnhem", "6811AB"),
        ("NL-6811AB", "6811AB"),
        ("nl 6811 ab", "6811AB"),
        ("6811 AB 12a", "6811AB"),
        ("6811AB 12-3", "6811AB"),
        ("6811AB 12 Arnhem", "6811AB"),
        ("6811 AB Arnhem, Nederland", "6811AB"),
        ("Arnhem 6811 AB", "6811AB"),
        ("Kerkstraat 12, 6811 Arnhem", "6811"),
    ],
)
def test_a_postcode_is_found_inside_an_address(text, postcode):
    assert found(text).postcode == postcode


@pytest.mark.parametrize("text", ["Kerkstraat 1013", "Kerkstraat 1013, Arnhem", "Utrecht 1013 AB", "6811 AB Zwolle"])
def test_four_digits_in_a_street_or_another_town_are_no_postcode(text):
    assert isinstance(find_place(text, TODAY), Unknown)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Ymuiden", "GM0453"),
        ("Nyverdal", "GM0163"),
        ("Beverwyk", "GM0375"),
        ("The Hague", "GM0518"),
        ("Flushing", "GM0718"),
        ("Amsterdam Zuidoost", "GM0363"),
        ("Amsterdam-Noord", "GM0363"),
        ("Rotterdam Zuid", "GM0599"),
        ("Den Haag Centrum", "GM0518"),
        ("Utrecht Noord West", "GM0344"),
        ("`s-Gravenhage", "GM0518"),
        ("´s-Hertogenbosch", "GM0796"),
        ("ʼs-Hertogenbosch", "GM0796"),
        ('"Arnhem"', "GM0202"),
        ("Frjentsjer", "GM1949"),
        ("De Jouwer", "GM1940"),
        ("Sleat", "GM1940"),
        ("Grouw", "GM0080"),
    ],
)
def test_spellings_english_names_and_parts_of_a_town_find_the_town(text, code):
    location = found(text)

    assert (location.kind, location.municipality_code) == ("place", code)


# All that shows nothing, is a space or is a dash, as Unicode has it.
LOOKS_ALIKE = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in ("Cf", "Zs", "Pd")]
INVISIBLE = [char for char in LOOKS_ALIKE if unicodedata.category(char) == "Cf"]


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mark=st.sampled_from(LOOKS_ALIKE), twice=st.booleans())
def test_any_space_dash_or_invisible_character_in_a_postcode_leaves_the_answer_the_same(mark, twice):
    text = f"6811{mark * (2 if twice and mark in INVISIBLE else 1)}AB"

    assert found(text).postcode == "6811AB"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mark=st.sampled_from([char for char in LOOKS_ALIKE if unicodedata.category(char) == "Cf"]), place=st.integers(0, 6)
)
def test_any_invisible_character_in_a_name_leaves_the_answer_the_same(mark, place):
    assert found("Arnhem"[:place] + mark + "Arnhem"[place:]).place == "Arnhem"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Bergen", ["GM0373", "GM0893"]),
        ("Beek", ["GM0888", "GM1945", "GM1955"]),
        ("Laren", ["GM0417", "GM0262"]),
        ("Hengelo", ["GM0164", "GM1876"]),
        ("Rijswijk", ["GM0603", "GM0214", "GM1959"]),
        ("Heusden", ["GM0743", "GM0797"]),
        ("Loenen", ["GM0200", "GM1904"]),
    ],
)
def test_an_ambiguous_name_gives_all_its_places_the_likeliest_first(text, codes):
    answer = find_place(text, TODAY)

    assert isinstance(answer, Ambiguous)
    assert [candidate.municipality_code for candidate in answer.candidates] == codes
    assert len({candidate.label for candidate in answer.candidates}) == len(codes)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bergen NH", "GM0373"),
        ("Bergen (NH.)", "GM0373"),
        ("Bergen (L)", "GM0893"),
        ("bergen limburg", "GM0893"),
        ("Laren (NH.)", "GM0417"),
        ("Laren Gelderland", "GM0262"),
        ("Hengelo Gld", "GM1876"),
        ("Hengelo (O.)", "GM0164"),
        ("Beek, Montferland", "GM1955"),
        ("Beek (gemeente Berg en Dal)", "GM1945"),
        ("Zeeland NB", "GM1991"),
    ],
)
def test_a_province_or_municipality_behind_the_name_settles_it(text, code):
    assert found(text).municipality_code == code


def test_every_label_can_be_typed_again_and_means_the_same():
    names = {*Place.objects.values_list("name", flat=True), *Municipality.objects.values_list("name", flat=True)}
    matches = [match for name in names for match in locate(name, TODAY).matches]

    lost = [match.label for match in matches if find_place(match.label, TODAY) != Found(match)]

    assert lost == []


def test_a_former_municipality_gives_the_one_that_took_it_over():
    location = found("Bernisse")

    assert (location.kind, location.municipality) == ("former_municipality", "Nissewaard")
    assert location.label == "Bernisse (nu gemeente Nissewaard)"


def test_a_former_municipality_that_was_split_gives_all_its_successors():
    located = locate("Boarnsterhim", TODAY)

    assert located.kind == "former_municipality"
    assert set(municipality_codes("Boarnsterhim")) == {"GM0080", "GM0074", "GM1940", "GM1900"}


@pytest.mark.parametrize(
    ("text", "scheme", "code"),
    [
        ("Friesland", "province", "PV21"),
        ("Fryslân", "province", "PV21"),
        ("Twente", "labour_market_region", "AM05"),
        ("Zeeland", "province", "PV29"),
        ("Drenthe", "province", "PV22"),
        ("regio Drenthe", "labour_market_region", "AM03"),
        ("Regio Zwolle", "labour_market_region", "AM36"),
        ("provincie Utrecht", "province", "PV26"),
        ("Brabant", "province", "PV30"),
    ],
)
def test_an_area_is_found_as_the_widest_of_its_name(text, scheme, code):
    location = found(text)

    assert (location.kind, location.scheme, location.area_code) == ("area", scheme, code)
    assert code in location.areas[scheme]


def test_an_area_holds_all_that_lies_in_it():
    location = found("Twente")
    municipalities = Municipality.objects.filter(memberships__area__code="AM05")

    assert set(location.municipality_ids) == set(municipalities.values_list("id", flat=True))
    assert set(location.pc4s) == set(
        Postcode.objects.filter(place__municipality__in=municipalities).values_list("pc4", flat=True)
    )
    assert location.areas == {"province": ("PV23",), "labour_market_region": ("AM05",), "wmco": ("b",)}
    assert 52.1 < location.latitude < 52.5
    assert 6.4 < location.longitude < 7.1


def test_an_area_is_known_only_while_its_division_is_in_force():
    assert found("De Lure", date(2015, 1, 1)).scheme == "uwv_office"
    assert isinstance(find_place("De Lure", TODAY), Unknown)
    assert isinstance(find_place("Twente", date(2025, 12, 31)), Unknown)


def test_a_place_lies_at_the_mean_of_its_postcodes():
    location = found("Naarden")
    centres = Postcode.objects.filter(place__name="Naarden").values_list("latitude", "longitude")

    assert location.pc4s == ("1411", "1412")
    assert location.latitude == pytest.approx(sum(latitude for latitude, _ in centres) / 2)
    assert location.longitude == pytest.approx(sum(longitude for _, longitude in centres) / 2)


NONSENSE = [
    "",
    " ",
    "-",
    "'",
    "\x00",
    "xqzw",
    "nergens",
    "Atlantis",
    "Москва",
    "1013AB1013AB",
    "a" * 10_000,
    "'; DROP TABLE regions_place; --",
    "1013AB' OR '1'='1",
    "1 OR 1=1",
    "Amsterdam; DELETE FROM regions_place",
    "<script>alert(1)</script>",
    "%",
    "%(pk)s",
    "{{ 7 * 7 }}",
    "../../etc/passwd",
]


@pytest.mark.parametrize("text", NONSENSE)
def test_nonsense_and_injection_are_unknown(text):
    assert find_place(text, TODAY) == Unknown(text)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=120), on=st.dates())
def test_no_text_and_no_date_breaks_the_reading(text, on):
    answer = find_place(text, on)

    assert isinstance(answer, Found | Ambiguous | Guessed | Unknown)
    suggest_places(text, 3)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pc4=st.integers(1000, 9999), letters=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2), on=st.dates()
)
def test_a_full_postcode_lies_within_its_four_digits(pc4, letters, on):
    wide, narrow = locate(str(pc4), on), locate(f"{pc4}{letters}", on)

    if letters in {"SA", "SD", "SS"}:
        assert narrow.kind == "unknown"
    else:
        assert narrow.kind == wide.kind
        for inside, around in zip(narrow.matches, wide.matches, strict=True):
            assert set(inside.area_ids) <= set(around.area_ids)


def test_suggestions_begin_as_typed_and_the_biggest_comes_first():
    assert suggest_places("ams", 2) == ["Amsterdam", "Amstelveen"]
    assert suggest_places("den h", 1) == ["'s-Gravenhage"]
    assert suggest_places("1013", 5) == ["1013 Amsterdam"]
    assert suggest_places("", 5) == []


def test_a_correction_by_staff_is_seen_at_once():
    assert isinstance(find_place("Nieuwkoepelstad", TODAY), Unknown)
    place = Place.objects.get(name="Urk")

    place.name = "Nieuwkoepelstad"
    place.save()

    assert found("Nieuwkoepelstad").municipality == "Urk"
