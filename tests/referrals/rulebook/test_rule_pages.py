"""The rules in public: what they say, where from, by which numbers, with examples."""

import re

import pytest
from django.urls import reverse

from referrals.engine.sentences import RULES

pytestmark = pytest.mark.django_db


def test_every_rule_is_listed_in_both_languages(client):
    for prefix, language in (("", "nl"), ("/en", "en")):
        html = client.get(prefix + reverse("rules")).content.decode()
        for rule in RULES.values():
            assert rule.title[language].replace("'", "&#x27;") in html
            assert rule.id in html


@pytest.mark.parametrize("rule_id", RULES)
def test_a_rule_has_its_sentences_source_and_examples(client, rule_id):
    html = client.get(reverse("rule", args=[rule_id])).content.decode()
    assert RULES[rule_id].source in html
    assert "Voorbeelden waarin de regel werkt" in html
    assert "Voorbeelden waarin de regel net niet werkt" in html


def test_a_rule_shows_its_numbers_with_the_day_from_which_they_hold(client):
    html = client.get(reverse("rule", args=["R11-collective"])).content.decode()
    assert re.search(r"<td>20 (<[^>]*>)?personen", html)
    assert "het begin" in html
    assert "Wet melding collectief ontslag, artikel 3" in html


def test_an_unknown_rule_is_not_found(client):
    assert client.get(reverse("rule", args=["R99-none"])).status_code == 404
