"""The components: declared in one place, shown on the style page, and right in themselves."""

import re
from datetime import date

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import SafeString

from services.contact import Contact
from services.map.picture import Picture
from tests.portal.page import Page
from vwnw_portal.ui import COMPONENTS

FOLDER = settings.BASE_DIR / "templates" / "ui"


def shown(name: str, request=None, /, **parameters) -> Page:
    return Page.read(render_to_string(f"ui/{name}.html", parameters, request))


def test_every_template_is_declared_and_every_declared_one_exists():
    assert sorted(component.name for component in COMPONENTS) == sorted(file.stem for file in FOLDER.glob("*.html"))


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
def test_an_example_uses_declared_parameters_and_all_required_ones(component):
    declared = {parameter.name for parameter in component.parameters}
    required = {parameter.name for parameter in component.parameters if parameter.required}

    for example in component.examples():
        assert required <= set(example) <= declared


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.name)
def test_a_template_reads_every_parameter_that_is_declared(component):
    markup = (FOLDER / f"{component.name}.html").read_text()

    for parameter in component.parameters:
        assert re.search(rf"\b{parameter.name}\b", markup), parameter.name


@pytest.mark.django_db
def test_the_style_page_shows_every_component(client):
    page = Page.read(client.get("/stijl/"))

    for component in COMPONENTS:
        assert page.with_id(component.name).tag == "section"


def test_text_that_holds_markup_is_shown_as_text():
    page = shown("card", title="<script>alert(1)</script>", text="a < b & c", facts=[("<b>", "<i>")])

    assert page.all("script") == []
    assert page.all("b") == []
    assert page.one("h3").text == "<script>alert(1)</script>"


def test_a_component_stands_around_free_content_and_escapes_its_parameters():
    template = Template('{% load ui %}{% ui "alert" kind="error" title=title %}<p id="vrij">Lees dit.</p>{% endui %}')

    page = Page.read(template.render(Context({"title": "<em>"})))

    assert page.with_id("vrij").text == "Lees dit."
    assert page.all("em") == []


def test_a_button_with_an_address_is_a_link():
    assert shown("button", text="Verder", url="/zoeken/").one("a")["href"] == "/zoeken/"
    assert shown("button", text="Verder").one("button")["type"] == "submit"


HEAD = (
    "<thead><tr>"
    '<th scope="col">Wat &amp; hoe</th><th scope="col">"Lang"</th><th scope="col"><b>Waarom</b></th>'
    "</tr></thead>"
)


def table(rows: str, head: str = HEAD) -> Page:
    return shown("table", caption="Bewaren", content=SafeString(head + rows), quiet=True)


def test_a_table_has_its_name_as_caption():
    assert table("").one("caption", class_="vwnw-visually-hidden").text == "Bewaren"


def test_each_cell_of_a_table_says_its_column_so_that_a_row_can_be_a_block():
    page = table('<tbody><tr class="x"><th scope="row">Casus</th><td lang="nl">7 dagen</td><td>Zo</td></tr></tbody>')

    assert page.one("th", scope="row")["data-column"] == "Wat & hoe"
    assert [cell["data-column"] for cell in page.all("td")] == ['"Lang"', "Waarom"]
    assert page.one("td", lang="nl").text == "7 dagen"
    assert page.one("tr", class_="x")["role"] == "row"


def test_each_row_begins_at_the_first_column_and_a_cell_of_more_columns_names_none():
    page = table(
        "<tbody>"
        '<tr><th scope="row">Een</th><td colspan="2">verborgen</td></tr>'
        '<tr><th scope="row">Twee</th><td>2</td><td>3</td></tr>'
        "</tbody>"
        '<tfoot><tr><th scope="row">Alle</th><td>5</td><td>6</td></tr></tfoot>'
    )

    assert [cell.get("data-column") for cell in page.all("td")] == [None, '"Lang"', "Waarom", '"Lang"', "Waarom"]


def test_a_table_without_a_head_or_with_an_empty_one_names_no_column():
    without = table('<tbody><tr><th scope="row">Fiets</th><td>60%</td></tr></tbody>', head="")
    empty = table(
        '<tbody><tr><th scope="row">Fiets</th><td>60%</td></tr></tbody>',
        head='<thead><tr><td></td><th scope="col">Deel</th></tr></thead>',
    )

    assert without.one("td").get("data-column") is None
    assert empty.one("th", scope="row").get("data-column") is None
    assert [cell.get("data-column") for cell in empty.all("td")] == [None, "Deel"]


def test_a_table_stays_a_table_for_who_hears_it():
    page = table('<tbody><tr><th scope="row">Casus</th><td>7 dagen</td><td>Zo</td></tr></tbody>')

    assert page.one("table")["role"] == "table"
    assert [part["role"] for part in [*page.all("thead"), *page.all("tbody")]] == ["rowgroup", "rowgroup"]
    assert [row["role"] for row in page.all("tr")] == ["row", "row"]
    assert [header["role"] for header in page.all("th")] == [*["columnheader"] * 3, "rowheader"]
    assert {cell["role"] for cell in page.all("td")} == {"cell"}


def test_text_in_a_table_that_looks_like_a_tag_stays_text():
    page = table("<tbody><tr><td>&lt;td&gt;</td></tr></tbody>", head="")

    assert page.one("td").text == "<td>"


@pytest.mark.parametrize("kind", ["list", "facts", "buttons"])
def test_a_phone_number_is_a_link_only_where_a_phone_can_dial_it(kind):
    good = shown("contact", contact=Contact("", "020-1234567", "", is_example=False), kind=kind, name="Punt")
    bad = shown("contact", contact=Contact("", "020 12", "", is_example=False), kind=kind, name="Punt")

    assert "020 123 45 67" in good.one("a", href="tel:+31201234567").text
    assert bad.all("a") == []
    assert any("020 12" in element.text for element in bad.elements)


def test_who_cannot_be_reached_has_a_sentence_instead():
    nobody = Contact("", "", "", is_example=False)

    assert "geen gecontroleerde contactgegevens" in shown("contact", contact=nobody).one("p").text
    assert shown("contact", contact=nobody, unknown="Nog niets bekend.").one("p").text == "Nog niets bekend."
    assert "Plein 1" in shown("contact", contact=nobody, kind="facts", address="Plein 1").one("dd").text


def test_the_pager_keeps_the_filters():
    request = RequestFactory().get("/zoeken/?rol=curative&pagina=2")
    page = shown("pager", request, page=Paginator(range(100), 20).page(2))

    assert page.one("a", rel="next")["href"] == "?rol=curative&pagina=3"
    assert "2" in page.one("a", aria_current="page").text


def test_a_single_page_has_no_pager():
    assert shown("pager", page=Paginator(range(3), 20).page(1)).all("nav") == []


def test_bars_say_their_numbers_and_source_in_text():
    page = shown(
        "bars", caption="Hulp", base="van de bedrijven", rows=[{"label": "Scholing", "percentage": 57}], source="EIM"
    )

    assert "57%" in page.one("td", class_="vwnw-bars__cell").text
    assert page.one("rect")["width"] == "57%"
    assert "EIM" in page.one("figcaption").text


def test_bars_say_in_the_caption_what_their_numbers_are_shares_of():
    page = shown("bars", caption="Hulp", base="van de bedrijven", rows=[], source="EIM")

    assert page.one("caption").text == "Hulp. In procenten van de bedrijven"


def test_bars_show_the_parts_of_a_row_under_it_as_parts():
    part = {"label": "via de branche", "percentage": 3}
    rows = [{"label": "Begeleiding", "percentage": 24, "parts": [part]}, {"label": "Scholing", "percentage": 14}]
    page = shown("bars", caption="Hulp", base="van de bedrijven", rows=rows, source="EIM")

    assert [header.text for header in page.all("th")] == ["Begeleiding", "waarvan via de branche", "Scholing"]


@pytest.mark.django_db
def test_a_map_can_be_skipped_and_says_where_its_outlines_are_from():
    page = shown("map", picture=Picture("Kaart", date(2026, 11, 26)))

    assert page.one("svg", role="group")["aria-label"] == "Kaart"
    assert (
        page.with_id(page.one("a", class_="nl-skip-link nl-skip-link--visible-on-focus")["href"][1:]).tag
        == "figcaption"
    )
    assert "indicatief" in page.one("figcaption").text
    assert page.one("div", class_="map-controls").get("hidden") is not None, "without JavaScript nothing moves"


def test_a_filter_tag_says_that_it_can_be_removed():
    assert shown("tag", text="Bouw", remove_url="?").one("a").text.startswith("Verwijder filter:")
