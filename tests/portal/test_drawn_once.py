"""A part of a page that is drawn once follows its key and the language, holds the texts of now, and knows no more."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.safestring import mark_safe
from django.utils.translation import override

from services.drawn_once import Skeleton, place_for


def drawn(template: Template, **values: object) -> str:
    return template.render(Context(values))


def template(inside: str, key: str = "") -> Template:
    return Template(f"{{% load i18n ui %}}{{% once {key} %}}{inside}{{% endonce %}}")


def test_it_is_drawn_anew_for_another_key():
    of_number = template("{{ number }}{% if is_open %} open{% endif %}", "number=number is_open=is_open")

    told = [drawn(of_number, number=number, is_open=is_open) for number, is_open in [(1, True), (1, False), (2, True)]]

    assert told == ["1 open", "1", "2 open"]


def test_one_is_not_taken_for_true_nor_markup_for_a_text():
    of_value = template("{{ value }}", "value=value")

    assert [drawn(of_value, value=value) for value in (1, True, "<b>", mark_safe("<b>"))] == [
        "1",
        "True",
        "&lt;b&gt;",
        "<b>",
    ]


def test_it_follows_the_language():
    search = template('{% translate "Zoeken" %}')

    told = []
    for language in ("nl", "en", "nl"):
        with override(language):
            told.append(drawn(search))

    assert told == ["Zoeken", "Search", "Zoeken"]


def test_its_texts_are_those_of_now_and_no_markup():
    link = template(
        '<a href="{{ url }}">{{ name }}</a>{% if note %}: {{ note }}{% endif %}', "with url=url name=name note=note"
    )

    told = [
        drawn(link, url="/a/", name="<A>", note="eerst"),
        drawn(link, url="/b/?c&d", name=mark_safe("<b>B</b>"), note=""),
        drawn(link, url="/a/", name="A", note="later"),
    ]

    assert told == [
        '<a href="/a/">&lt;A&gt;</a>: eerst',
        '<a href="/b/?c&amp;d"><b>B</b></a>',
        '<a href="/a/">A</a>: later',
    ]


def test_inside_nothing_is_known_of_the_page_or_its_reader():
    curious = template("[{{ request }}{{ user }}{{ csrf_token }}{{ nonce }}{% csrf_token %}{{ known }}]", "known=known")

    told = drawn(curious, request="R", user="U", csrf_token="T", nonce="N", known="K")

    assert told == "[K]"


def test_a_thing_that_can_change_is_no_key():
    with pytest.raises(TypeError, match="a key is a text"):
        drawn(template("{{ value }}", "value=value"), value=["a"])


@pytest.mark.parametrize(
    "inside", ["{% block title %}{% endblock %}", "{% if a %}{% block b %}{% endblock %}{% endif %}"]
)
def test_it_holds_nothing_that_is_another_in_each_page(inside):
    with pytest.raises(TemplateSyntaxError, match="holds a block"):
        template(inside)


def test_what_a_text_says_makes_no_place():
    skeleton = Skeleton(f"{place_for('name')}, {place_for('distance')}")

    named = skeleton.with_texts({"name": f"{place_for('distance')}{place_for('else')}"})

    assert named.holding({"distance": "3 km"}) == "qq0distance0qqqq0else0qq, 3 km"
