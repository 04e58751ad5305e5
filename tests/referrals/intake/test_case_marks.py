"""Each form is about one case: another tab's case is noticed, and answers that are gone are said at once."""

import pytest
from django.test import Client
from django.urls import reverse

from referrals.intake.answer_cookie import COOKIE
from services.models import Provider
from tests.portal.page import Page
from tests.referrals.support.journeys import ARNHEM, YEAR, page, step_url, walk
from tests.services.providers import by_hand

pytestmark = pytest.mark.django_db

GONE = "Uw antwoorden zijn er niet meer: na twee uur wissen wij ze. Wat u net invulde, is er nog."
OTHER = "In een ander tabblad bent u een andere aanvraag begonnen."


class Tab:
    """A form that stands open in a tab of a browser, with what stands in its hidden fields."""

    def __init__(self, browser: Client, step: str, prefix: str = "") -> None:
        self.browser, self.step, self.url = browser, step, prefix + step_url(step)
        form = Page.read(browser.get(self.url))
        self.hidden = {one["name"]: one["value"] for one in form.all("input", type="hidden") if one.get("value")}

    def send(self, **changes):
        return self.browser.post(self.url, {**self.hidden, **ARNHEM[self.step], **changes})


def text_of(response) -> str:
    return " ".join(Page.read(response).one("main").text.split())


def wipe(browser: Client) -> None:
    browser.post(reverse("case_stop"))


# --- Two tabs --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ARNHEM)
def test_an_answer_of_a_case_that_another_tab_replaced_is_refused_and_stays_on_the_screen(client, step):
    walk(client)
    old = Tab(client, step)
    wipe(client)
    Tab(client, "situatie").send(situations=["on_benefit"])
    before = client.cookies[COOKIE.name].value

    for _twice in range(2):
        response = old.send()

        assert response.status_code == 409
        assert OTHER in text_of(response)
        assert client.cookies[COOKIE.name].value == before
        shown = response.content.decode()
        assert 'value="6811 AB"' in shown or "checked" in shown or 'value="40"' in shown


def test_of_two_tabs_that_both_begin_a_case_the_second_is_told(client):
    first, second = Tab(client, "situatie"), Tab(client, "situatie")
    assert first.send().status_code == 302

    response = second.send(situations=["illness"])

    assert (response.status_code, OTHER in text_of(response)) == (409, True)
    assert "illness" not in client.get(step_url("situatie")).context["form"].initial["situations"]


def test_a_second_case_is_told_in_english_too(client):
    first, second = Tab(client, "situatie"), Tab(client, "situatie", "/en")
    first.send()

    assert "In another tab you began another request." in text_of(second.send())


def test_the_first_answer_sent_twice_or_changed_after_going_back_is_one_case(client):
    tab = Tab(client, "situatie")
    for situations in (["redundancy"], ["redundancy"], ["on_benefit"]):
        assert tab.send(situations=situations).status_code == 302
    assert "Mensen hebben al een uitkering" in page(client, "case_check")


def test_two_tabs_of_one_case_both_count(client):
    walk(client)
    sector, size = Tab(client, "sector"), Tab(client, "omvang")
    assert size.send(employees_total="77").status_code == 302
    assert sector.send(sector="horeca").status_code == 302
    check = page(client, "case_check")
    assert "77" in check
    assert "Horeca" in check


@pytest.mark.parametrize("name", ["refer", "refer_consent"])
def test_choosing_and_sharing_for_a_case_that_another_tab_replaced_changes_nothing(client, example_directory, name):
    walk(client)
    client.post(reverse("refer"), {"providers": ["branche-techniek"]})
    old = client.get(reverse("refer")).context["mark"]
    wipe(client)
    walk(client, omvang={"employees_total": "99"})
    before = client.cookies[COOKIE.name].value

    response = client.post(reverse(name), {"case": old, "providers": ["poort-arnhem"], "email": "a@example.org"})

    assert (response.status_code, OTHER in text_of(response)) == (409, True)
    assert client.cookies[COOKIE.name].value == before


@pytest.mark.parametrize("name", ["case_advice", "refer", "refer_consent"])
def test_every_form_of_the_case_carries_its_mark(client, example_directory, name):
    walk(client, budget={"budget": "unknown"}, sector={"sector": "unknown"})
    with by_hand():
        Provider.objects.update(email="a@example.org")
    client.post(reverse("refer"), {"providers": ["mobiliteit-arnhem"]})
    response = client.get(reverse(name))
    marks = {one["value"] for one in Page.read(response).all("input", name="case")}
    assert marks == {response.context["mark"]} != {""}


# --- Answers that are gone -------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ARNHEM)
def test_answers_that_are_gone_are_said_on_the_next_question_and_the_one_just_given_is_kept(client, step):
    walk(client)
    tab = Tab(client, step)
    client.cookies.clear()

    response = tab.send()

    following = "plaatsen" if step == "situatie" else "situatie"
    assert response["Location"] == step_url(following)
    assert GONE in text_of(client.get(response["Location"]))
    assert client.get(step_url(step)).context["form"].initial


def test_what_was_counted_of_the_ill_is_still_there_when_all_other_answers_are_gone(client):
    ill = {"p-0-permanent": "", "p-0-end_date": "", "p-0-ill": "4", "p-0-employment_ends": f"01-03-{YEAR}"}
    walk(client, situatie={"situations": ["illness"]}, plaatsen=ill)
    tab = Tab(client, "plaatsen")
    client.cookies.clear()
    tab.send(**ill)

    Tab(client, "situatie").send(situations=["illness"])

    shown = Page.read(client.get(step_url("plaatsen")))
    assert shown.with_id("id_p-0-ill")["value"] == "4"
    assert shown.with_id("id_p-0-location")["value"] == "6811 AB"


def test_a_wrong_answer_while_all_others_are_gone_tells_both_and_goes_on_once_it_is_right(client):
    walk(client)
    tab = Tab(client, "plaatsen")
    client.cookies.clear()

    response = tab.send(**{"p-0-permanent": "twaalf"})

    assert GONE in text_of(response)
    assert 'value="twaalf"' in response.content.decode()
    again = Page.read(response).one("input", name="case")["value"]
    assert client.post(tab.url, {**ARNHEM["plaatsen"], "case": again}).status_code == 302


def test_a_place_that_is_added_while_all_answers_are_gone_keeps_what_was_typed(client):
    walk(client)
    tab = Tab(client, "plaatsen")
    client.cookies.clear()

    response = tab.send(add_place="1")

    assert GONE in text_of(response)
    assert 'value="6811 AB"' in response.content.decode()


def test_a_question_in_the_middle_says_that_there_are_no_other_answers(client):
    words = "In deze browser staan geen andere antwoorden."
    assert words not in text_of(client.get(step_url("situatie")))
    assert words in text_of(client.get(step_url("budget")))
    walk(client)
    assert words not in text_of(client.get(step_url("budget")))


@pytest.mark.parametrize("mark", ["new-" + "x" * 5000, "x" * 5000, "new-", "new-\0", "é"])
def test_a_mark_that_is_not_ours_begins_a_case_as_any_other(client, mark):
    assert client.post(step_url("situatie"), {**ARNHEM["situatie"], "case": mark}).status_code == 302
    assert "Mensen worden ontslagen" in page(client, "case_check")


# --- Stopping --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ARNHEM)
def test_stopping_asks_once_behind_a_fold_and_stands_outside_the_form_of_the_question(client, step):
    walk(client)
    shown = Page.read(client.get(step_url(step)))
    fold = shown.one("details", class_="vwnw-stop")
    assert "Stoppen en alles wissen" in [fold.text for fold in shown.all("summary")]
    assert "Weet u het zeker?" in fold.text
    assert "Ja, wis alles" in fold.text
    assert "Stoppen" not in shown.one("form", class_="vwnw-form").text


def test_wiping_twice_is_no_mistake(client):
    walk(client)
    for _twice in range(2):
        response = client.post(reverse("case_stop"), follow=True)
        assert "Al uw antwoorden zijn gewist." in text_of(response)


def test_a_second_press_after_the_answers_are_gone_is_about_the_case_that_the_first_began(client):
    walk(client)
    tab = Tab(client, "omvang")
    wipe(client)
    first, second = tab.send(employees_total="4321"), tab.send(employees_total="4321")
    assert (first.status_code, second.status_code) == (302, 302)
    assert second["Location"] == first["Location"]
    assert 'value="4321"' in client.get(tab.url).content.decode()
