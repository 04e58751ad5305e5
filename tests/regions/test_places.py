"""What people type, and the place it is read as."""

import unicodedata
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regions import names
from regions.gazetteer import read_gazetteer
from regions.models import Municipality, Place, Postcode
from regions.places import Ambiguous, Found, Guessed, Unknown, atlas, find_place, locate, suggest_places

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def found(text, on=TODAY):
    answer = find_place(text, on)
    assert isinstance(answer, Found), answer
    return answer.location


def postcodes_with_their_town():
    return list(Postcode.objects.values_list("pc4", "place__name").order_by("pc4"))


def without_accents(name):
    return "".join(char for char in unicodedata.normalize("NFD", name) if not unicodedata.combining(char))


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


@pytest.mark.parametrize("text", ["Antwerpen, België", "Kleve Duitsland", "Brugge (Belgium)"])
def test_a_country_behind_a_place_says_that_it_is_abroad(text):
    assert find_place(text, TODAY).reason == "abroad"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1234", "postcode"),
        ("5217 AB", "postcode"),
        ("1234 AB Hilversum", "postcode"),
        ("1013 AB Utrecht", "elsewhere"),
        ("Utrecht 1013 AB", "elsewhere"),
        ("Kerkstraat 12, 6811 AB Zwolle", "elsewhere"),
        ("1013 Utrecht", ""),
    ],
)
def test_a_postcode_that_leads_nowhere_says_why(text, reason):
    answer = find_place(text, TODAY)

    assert isinstance(answer, Unknown if reason else Guessed)
    assert getattr(answer, "reason", "") == reason


@pytest.mark.parametrize(
    "text",
    [
        "6800",
        "1000 AA",
        "2509 LV Den Haag",
        "Postbus 1, 6800 AA Arnhem",
        "postbus 20061 2500EB Den Haag",
        "Postbus 6811, Arnhem",
        "POSTBUS 12",
        "P.O. Box 1, Arnhem",
        "PO Box 6811, 6800 AA Arnhem",
        "Antwoordnummer 123, 6800 VB Arnhem",
    ],
)
def test_a_post_box_is_known_as_one_and_is_nowhere_to_work(text):
    answer = find_place(text, TODAY)

    assert answer == Unknown(text)
    assert answer.reason == "box"


def test_a_post_box_does_not_hide_the_postcode_behind_it():
    assert found("Postbus 6812, 6811 AB Arnhem").postcode == "6811AB"


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
        ("6811AB12", "6811AB"),
        ("6811 AB nr. 12", "6811AB"),
        ("6811AB 12/3", "6811AB"),
        ("6811 AB, huisnummer 12 hs", "6811AB"),
        ("Kerkstraat 12 6811AB", "6811AB"),
        ("6811 AB Arnhem, Gelderland", "6811AB"),
        ("6811ab nederland", "6811AB"),
        ("Nederland, 6811 AB", "6811AB"),
        ("NL 6811", "6811"),
        ("Postcode: 6811 AB", "6811AB"),
        ("6811 AB;", "6811AB"),
        ("1102 AB Amsterdam Zuidoost", "1102AB"),
        ("1102AB Zuidoost", "1102AB"),
        ("2511 CV Den Haag Centrum", "2511CV"),
        ("1011PB 12", "1011PB"),
        ("1011 pb 12a, Amsterdam", "1011PB"),
    ],
)
def test_a_postcode_is_found_inside_an_address(text, postcode):
    assert found(text).postcode == postcode


@pytest.mark.parametrize("text", ["6811 AB", "6811ab Arnhem", "Arnhem 6811 AB", "NL-6811AB", "2511 CV Den Haag"])
def test_a_postcode_with_its_town_holds_nothing_more(text):
    assert not find_place(text, TODAY).holds_more


@pytest.mark.parametrize("text", ["6811 AB 12", "Kerkstraat 12, 6811 AB Arnhem", "6811AB Jan Jansen"])
def test_an_address_holds_more_than_the_place(text):
    assert find_place(text, TODAY).holds_more


def test_every_label_of_a_postcode_can_be_typed_again_and_holds_nothing_more():
    places = atlas()
    labels = [
        places.locate(f"{pc4}{letters}", TODAY).matches[0].label
        for pc4 in Postcode.objects.values_list("pc4", flat=True)
        for letters in ("", "AB")
    ]

    read = [(label, find_place(label, TODAY)) for label in labels]

    assert [label for label, answer in read if not isinstance(answer, Found)] == []
    assert [label for label, answer in read if answer.location.label != label or answer.holds_more] == []


@pytest.mark.parametrize("text", ["Kerkstraat 1013", "Laan 12 nr 6811"])
def test_four_digits_in_a_street_are_no_postcode(text):
    assert find_place(text, TODAY) == Unknown(text)


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Kerkstraat 12, Arnhem", ["Arnhem"]),
        ("Kerkstraat 1013, Arnhem", ["Arnhem"]),
        ("omgeving Arnhem", ["Arnhem"]),
        ("Leeuwarden Bilgaard", ["Leeuwarden"]),
        ("Jansen Bergen op Zoom", ["Bergen op Zoom"]),
        ("Amsterdm Zuidoost", ["Amsterdam"]),
        ("Arnhem of Nijmegen", ["Arnhem", "Nijmegen"]),
        ("Bergen binnen", ["Bergen (NH)", "Bergen L"]),
    ],
)
def test_a_town_at_the_start_or_the_end_of_a_text_is_asked_and_never_taken(text, towns):
    answer = find_place(text, TODAY)

    assert isinstance(answer, Guessed)
    assert [candidate.label for candidate in answer.candidates] == towns


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
        ("AmsterdamZuidoost", "GM0363"),
        ("AMSTERDAM ZUID-OOST", "GM0363"),
        ("Bijlmer", "GM0363"),
        ("Amsterdam (IJburg)", "GM0363"),
        ("Den Haag - Scheveningen", "GM0518"),
        ("Scheveningen, Den Haag", "GM0518"),
        ("Utrecht Leidsche Rijn", "GM0344"),
        ("Hoogvliet Rotterdam", "GM0599"),
        ("Rotterdam-Hoogvliet", "GM0599"),
        ("Hoogvliet", "GM0599"),
        ("Almere Buiten", "GM0034"),
        ("Almere Stad", "GM0034"),
        ("Groningen stad", "GM0014"),
        ("Arnhem, Nederland", "GM0202"),
        ("Arnhem (NL)", "GM0202"),
        ("Ĳmuiden", "GM0453"),
        ("ÿmuiden", "GM0453"),
        ("Y muiden", "GM0453"),
        ("`t Harde", "GM0230"),
        ("’t Harde", "GM0230"),
        ("'t Zand", "GM0441"),
        ("`s Gravenmoer", "GM0766"),
        ("Tılburg", "GM0855"),
        ("Ａｒｎｈｅｍ", "GM0202"),
        ("Warkum", "GM1900"),
        ("Hylpen", "GM1900"),
        ("Starum", "GM1900"),
        ("Drylts", "GM1900"),
        ("Bergum", "GM0737"),
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
    postcode=st.sampled_from(["6811AB", "6811 ab", "NL-6811AB", "6811"]),
    marks=st.lists(st.tuples(st.sampled_from(LOOKS_ALIKE), st.integers(0, 9)), min_size=1, max_size=3),
)
def test_wherever_such_a_character_stands_in_a_postcode_it_changes_nothing(postcode, marks):
    text = postcode
    for mark, place in marks:
        text = text[:place] + mark + text[place:]

    assert found(text) == found(postcode)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(),
    letters=st.sampled_from("PB NL PC ST HS NR DE IJ".split())
    | st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2).filter(lambda two: two not in ("SA", "SD", "SS")),
    between=st.sampled_from(["", " ", "-", "  "]),
    in_front=st.sampled_from(
        ["", "NL", "NL-", "NL ", "Kerkstraat 12, ", "Plein 1940 7 ", "1e Dwarsstraat 12-3\t", "Postcode: "]
    ),
    number=st.sampled_from(["", "12", " 12", " 12a", " 12-3", ", nr. 1013", " 12 hs"]),
    with_town=st.booleans(),
    country=st.sampled_from(["", ", Nederland", " NL", " (The Netherlands)"]),
    case=st.sampled_from([str.upper, str.lower, str.title]),
)
def test_whatever_stands_around_a_postcode_leaves_the_answer_the_same(
    data, letters, between, in_front, number, with_town, country, case
):
    pc4, town = data.draw(st.sampled_from(postcodes_with_their_town()))
    text = case(f"{in_front}{pc4}{between}{letters}{number}{f' {town}' * with_town}{country}")

    assert found(text) == found(f"{pc4}{letters}")


def test_digits_of_other_keyboards_are_digits():
    assert found("６８１１ＡＢ").postcode == found("٦٨١١ AB").postcode == "6811AB"


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(["'s-Gravenhage", "Súdwest-Fryslân", "IJmuiden", "Alphen aan den Rijn", "'t Harde", "Bergen"]),
    form=st.sampled_from(["NFC", "NFD", "NFKC", "NFKD", None]),
    case=st.sampled_from([str.upper, str.lower, str.title]),
    apostrophe=st.sampled_from("'’‘`´ʼ′＇"),
    dash=st.just("-") | st.sampled_from([char for char in LOOKS_ALIKE if unicodedata.category(char) != "Cf"]),
)
def test_how_a_name_is_written_never_decides(name, form, case, apostrophe, dash):
    spelled = without_accents(name) if form is None else unicodedata.normalize(form, name)
    text = case(spelled).replace("'", apostrophe).replace("-", dash)

    assert locate(text, TODAY).matches == locate(name, TODAY).matches != ()


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


@pytest.mark.parametrize("text", ["Den Haag", "den bosch", "FRJENTSJER", "Ljouwert", "The Hague"])
def test_a_place_keeps_the_everyday_name_by_which_it_was_asked_for(text):
    location = found(text)

    assert names.key_of(location.label) == names.key_of(text)
    assert location.label != location.place
    assert find_place(location.label, TODAY) == Found(location)


@pytest.mark.parametrize(("text", "label"), [("Scheveningen", "'s-Gravenhage"), ("A'dam", "Amsterdam")])
def test_a_part_of_a_town_and_an_abbreviation_are_shown_as_the_town(text, label):
    assert found(text).label == label


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Den Haag", "The Hague"),
        ("2511 CV", "2511 CV The Hague"),
        ("Vlissingen", "Flushing"),
        ("Noord-Brabant", "North Brabant"),
        ("Den Bosch", "Den Bosch"),
        ("Arnhem", "Arnhem"),
    ],
)
def test_a_place_has_its_english_name_where_there_is_one(text, english):
    assert found(text).label_en == english


def test_every_everyday_name_stands_for_something_and_no_part_of_a_town_is_a_place_of_its_own():
    gazetteer = read_gazetteer()
    own = {names.key_of(place.name) for place in gazetteer.places.values()}

    for everyday in gazetteer.everyday_names:
        assert find_place(everyday.name, TODAY).location.kind in ("place", "area"), everyday
        assert everyday.key not in own, everyday


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
    assert suggest_places("den h", 1) == ["Den Haag"]
    assert suggest_places("'s-gr", 1) == ["'s-Gravenhage"]
    assert suggest_places("the h", 1) == ["The Hague"]
    assert suggest_places("scheven") == ["Scheveningen"]
    assert suggest_places("berg", 1) == ["Bergen op Zoom"]
    assert "Oss" not in suggest_places("bergh")
    assert "Overijssel" in suggest_places("overijs")
    assert suggest_places("overijs", with_areas=False) == []
    assert suggest_places("1013", 5) == ["1013 Amsterdam"]
    assert suggest_places("", 5) == []


def test_a_correction_by_staff_is_seen_at_once():
    assert isinstance(find_place("Nieuwkoepelstad", TODAY), Unknown)
    place = Place.objects.get(name="Urk")

    place.name = "Nieuwkoepelstad"
    place.save()

    assert found("Nieuwkoepelstad").municipality == "Urk"
