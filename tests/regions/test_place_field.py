"""The field for a place: what is certain is kept as it was typed, what is not is asked where it was typed."""

from time import monotonic

import pytest
from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import override

from regions.models import Municipality, Place
from regions.place_field import MOST_LETTERS, PlaceField
from regions.places import Found, find_place, locate
from regions.wording import described, label_of
from tests.portal.page import Page
from vwnw_portal.templatetags.ui import error_list

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    location = PlaceField(label="Plaats", help_text="Bijvoorbeeld Arnhem.")


def filled_in(text, prefix=None, **question):
    name = f"{prefix}-location" if prefix else "location"
    data = QueryDict(mutable=True)
    data.update({name: text, **{f"{name}-{part}": value for part, value in question.items()}})
    return Form(data, prefix=prefix)


def shown(form):
    return Page.read(form["location"].as_field_group())


def choices(form):
    """Return what can be chosen: the value of each radio button, with its label."""
    page = shown(form)
    return {radio["value"]: page.one("label", for_=radio["id"]).text for radio in page.all("input", type="radio")}


def error(form):
    return " ".join(form.errors.get("location", []))


# --- What is certain -------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Den Haag", "6811ab", "IJMUIDEN", "The Hague", "Amsterdam Zuidoost"])
def test_a_place_that_is_understood_stays_as_it_was_typed(text):
    form = filled_in(text)

    assert form.is_valid()
    assert form.cleaned_data["location"] == text
    assert shown(form).with_id("id_location")["value"] == text
    assert choices(form) == {}


@pytest.mark.parametrize(
    ("text", "kept"),
    [("Kerkstraat 12, 6811 AB Arnhem", "6811 AB Arnhem"), ("6811ab 12a", "6811 AB Arnhem")],
)
def test_of_an_address_only_the_postcode_is_kept(text, kept):
    form = filled_in(text)

    assert form.is_valid()
    assert form.cleaned_data["location"] == kept
    assert form["location"].data == kept
    assert "Kerkstraat" not in form.as_div()


def test_a_street_with_a_town_is_asked_and_the_answer_leaves_the_street_out():
    assert choices(filled_in("Kerkstraat 12, Arnhem")) == {
        "Arnhem": "Arnhem (gemeente Arnhem, regio Midden-Gelderland)"
    }
    answered = filled_in("Kerkstraat 12, Arnhem", gevraagd="Kerkstraat 12, Arnhem", bedoeld="Arnhem")
    assert answered.is_valid()
    assert answered.cleaned_data["location"] == "Arnhem"


def test_a_field_may_take_a_whole_region():
    assert PlaceField(with_areas=True).clean("Twente") == "Twente"


# --- What is asked ---------------------------------------------------------------------------------------


def test_a_typing_error_is_a_question_and_never_taken():
    form = filled_in("IJmuidn")

    assert error(form) == "Een plaats ‘IJmuidn’ kennen wij niet. Bedoelt u IJmuiden (gemeente Velsen)?"
    assert choices(form) == {"IJmuiden": "IJmuiden (gemeente Velsen, regio Zuid-Kennemerland en IJmond)"}


def test_an_ambiguous_name_is_a_question_with_every_place_of_that_name():
    form = filled_in("Bergen")

    assert error(form) == "Er zijn meer plaatsen die ‘Bergen’ heten. Kies hieronder welke u bedoelt."
    assert choices(form) == {
        "Bergen (NH)": "Bergen NH (gemeente Bergen NH., regio Noord-Holland Noord)",
        "Bergen L": "Bergen L (gemeente Bergen L., regio Noord-Limburg)",
    }


@pytest.mark.parametrize("prefix", [None, "p-0"])
def test_the_question_is_a_group_under_the_field_with_a_legend_and_nothing_chosen(prefix):
    form = filled_in("Bergen", prefix)
    page = shown(form)

    assert "Welke plaats bedoelt u?" in page.one("legend").text
    assert "Wijzig dan wat u hierboven typte" in page.with_id(page.one("fieldset")["aria-describedby"]).text
    radios = page.all("input", type="radio")
    assert {radio["name"] for radio in radios} == {form["location"].html_name + "-bedoeld"}
    assert not any("checked" in radio.attributes or "required" in radio.attributes for radio in radios)
    assert page.one("input", type="hidden")["value"] == "Bergen"


def test_one_guess_is_asked_as_one():
    assert "Bedoelt u deze plaats?" in shown(filled_in("IJmuidn")).one("legend").text


def test_the_summary_leads_to_the_first_answer():
    form = filled_in("Bergen", "p-0")

    (summed_up,) = error_list(form)

    assert shown(form).with_id(summed_up["target"])["value"] == "Bergen (NH)"


def test_the_question_is_asked_in_english():
    with override("en"):
        form = filled_in("IJmuidn")

        assert error(form) == (
            "We do not know a place called ‘IJmuidn’. Do you mean IJmuiden (municipality of Velsen)?"
        )
        assert "Do you mean this place?" in shown(form).one("legend").text
        assert list(choices(form)) == ["IJmuiden"]


def test_a_guess_that_is_a_region_is_no_place_to_work():
    assert error(filled_in("Twentee")) == "‘Twente’ is een regio. Vul een postcode of plaats in."


# --- Answers ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", [None, "p-0"])
def test_an_answer_counts_as_if_it_had_been_typed(prefix):
    form = filled_in("Bergen", prefix, gevraagd="Bergen", bedoeld="Bergen L")

    assert form.is_valid()
    assert form.cleaned_data["location"] == "Bergen L"
    assert shown(form).one("input", type="text")["value"] == "Bergen L"
    assert choices(form) == {}


def test_an_answer_about_another_text_does_not_count():
    form = filled_in("Arnhem", gevraagd="Bergen", bedoeld="Bergen L")

    assert form.is_valid()
    assert form.cleaned_data["location"] == "Arnhem"


def test_a_changed_text_that_is_not_certain_either_is_asked_anew_with_nothing_chosen():
    form = filled_in("Beek", gevraagd="Bergen", bedoeld="Bergen L")

    assert "Beek (gemeente Montferland)" in choices(form)
    assert not [radio for radio in shown(form).all("input", type="radio") if "checked" in radio.attributes]


def test_without_an_answer_it_is_asked_again():
    assert list(choices(filled_in("IJmuidn", gevraagd="IJmuidn"))) == ["IJmuiden"]


def test_an_answer_that_was_not_offered_is_judged_as_any_text():
    assert error(filled_in("Bergen", gevraagd="Bergen", bedoeld="Verweggistan")).startswith("Deze plaats kennen wij")
    assert list(choices(filled_in("Bergen", gevraagd="Bergen", bedoeld="IJmuidn"))) == ["IJmuiden"]


def test_every_choice_means_what_it_says_and_fits_in_the_field():
    on = timezone.localdate()
    names = {name for model in (Place, Municipality) for name in model.objects.values_list("name", flat=True)}
    labels = {match.label for name in names for match in locate(name, on).matches}

    assert not [label for label in labels if not isinstance(find_place(label, on), Found)]
    assert max(map(len, labels)) <= MOST_LETTERS


# --- What is none ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Duisburg", "Deze plaats ligt in het buitenland. Dit portaal kent alleen plaatsen in Nederland."),
        (
            "6811 AB Zwolle",
            "Volgens onze gegevens ligt deze postcode niet in de plaats die erbij staat. "
            "Vul alleen de postcode in, of alleen de plaatsnaam.",
        ),
        ("1234 AB", "Deze postcode kennen wij niet. Kijk of hij klopt, of vul de plaatsnaam in."),
        ("6800", "Dit lijkt een postbus. Vul de postcode van het bezoekadres in, of de plaatsnaam."),
        ("Postbus 9, Arnhem", "Dit lijkt een postbus. Vul de postcode van het bezoekadres in, of de plaatsnaam."),
        ("Verweggistan", "Deze plaats kennen wij niet. Vul een postcode of plaatsnaam in, zonder straat."),
        ("Twente", "‘Twente’ is een regio. Vul een postcode of plaats in."),
        ("", "Vul een postcode of plaats in, bijvoorbeeld 6811 AB of Arnhem."),
    ],
)
def test_what_names_no_place_is_said_with_why_and_nothing_is_asked(text, said):
    form = filled_in(text)

    assert error(form) == said
    assert choices(form) == {}
    assert error_list(form)[0]["target"] == "id_location"


@pytest.mark.parametrize("field", ["text", "bedoeld"])
def test_a_text_too_long_is_refused_at_once(field):
    long = "a" * 65_536
    form = filled_in(long) if field == "text" else filled_in("Bergen", gevraagd="Bergen", bedoeld=long)

    began = monotonic()
    assert "80" in error(form)
    assert len(form.errors["location"]) == 1
    assert monotonic() - began < 1


# --- Places in words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Arnhem", "Arnhem (gemeente Arnhem, regio Midden-Gelderland)"),
        ("Den Haag", "Den Haag (gemeente 's-Gravenhage, regio Haaglanden)"),
        ("6811 AB", "6811 AB Arnhem (gemeente Arnhem, regio Midden-Gelderland)"),
        ("gemeente Velsen", "gemeente Velsen, regio Zuid-Kennemerland en IJmond"),
        ("Bernisse", "Bernisse (nu gemeente Nissewaard), regio Rijnmond"),
        ("Twente", "Twente"),
    ],
)
def test_a_place_is_told_with_its_municipality_and_region(text, words):
    answer = find_place(text, timezone.localdate())

    assert isinstance(answer, Found)
    assert described(answer.location) == words


@pytest.mark.parametrize("text", ["Den Haag", "The Hague", "'s-Gravenhage", "Scheveningen"])
def test_an_english_page_says_the_hague(text):
    answer = find_place(text, timezone.localdate())

    with override("en"):
        assert label_of(answer.location) == "The Hague"
        assert described(answer.location) == "The Hague (municipality of The Hague, region Haaglanden)"
