"""The rules in public: what they say, where from, by which numbers, with examples."""

import re

import pytest
from django.urls import reverse

from referrals.engine.findings import fill
from referrals.engine.parameter_codes import UWV_REACH_MONTHS
from referrals.engine.sentences import RULES
from services.models import DatedParameter

pytestmark = pytest.mark.django_db


def test_every_rule_is_listed_in_both_languages(client):
    for prefix, language in (("", "nl"), ("/en", "en")):
        html = client.get(prefix + reverse("rules")).content.decode()
        for rule in RULES.values():
            assert fill(rule.title, {"months": 4})[language].replace("'", "&#x27;") in html
            assert rule.id in html


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_has_its_sentences_source_and_examples(client, rule_id):
    html = client.get(reverse("rule", args=[rule_id])).content.decode()
    assert RULES[rule_id].source in html
    assert "Voorbeelden waarin de regel werkt" in html
    assert "Voorbeelden waarin de regel net niet werkt" in html


def test_a_rule_shows_its_numbers_with_the_day_from_which_they_hold(client):
    html = client.get(reverse("rule", args=["R11-collective"])).content.decode()
    assert re.search(r"<td[^>]*>20 (<[^>]*>)?personen", html)
    assert "het begin" in html
    assert "Wet melding collectief ontslag, artikel 3" in html


@pytest.mark.parametrize("rule_page", ["/regels/", "/regels/R6-four-months/"])
def test_a_title_names_the_number_that_is_in_force(client, rule_page):
    assert "UWV kan helpen vanaf 4 maanden voor het einde" in client.get(rule_page).content.decode()

    DatedParameter.objects.filter(code=UWV_REACH_MONTHS).update(value=6)

    assert "UWV kan helpen vanaf 6 maanden voor het einde" in client.get(rule_page).content.decode()
    assert "UWV can help from 6 months before the end" in client.get(f"/en{rule_page}").content.decode()


def test_an_unknown_rule_is_not_found(client):
    assert client.get(reverse("rule", args=["R99-none"])).status_code == 404
