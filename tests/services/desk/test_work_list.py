"""The work list shows what asks for attention and why, takes one press for a record that holds, and forgets nothing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from referrals.models import MailState, OutgoingMail, Referral, ReferralEvent, ReferredCase
from referrals.status import DeclineReason
from services.catalogue import catalogue
from services.desk.reasons import LACK_ASKED_AGAIN, REASONS, WorkList
from services.desk.spread import due_day, next_check_on
from services.duplicates.models import DuplicatePair, PairState
from services.freshness import CheckPart, oldest_checks
from services.models import ChangeSet, Check, ContactAttempt, Draft, LinkCheck, Provider, Snooze, Verb
from services.models.link_checks import LinkState
from services.public_reports import report
from services.staff_models import StaffMember, StaffRole, Stewardship
from services.upkeep.checks import take_back_checks
from services.upkeep.door import NO_VERSION, change, staff, versions_of
from services.upkeep.records import retire, set_work_area
from services.work_area.codes import WorkAreaReader
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record, region
from tests.services.providers import STAFF, add_provider, by_hand, checked_on, days_ago

pytestmark = pytest.mark.django_db

START = "/beheer/"


@pytest.fixture
def editor() -> StaffMember:
    return colleague("eva")


@pytest.fixture
def desk(editor):
    return at_the_desk(editor)


def in_order(slug: str, owner: StaffMember, **fields):
    """Add a record that asks for nothing, but for what differs."""
    whole = {
        "phone": "+31263123456",
        "street": "Straat 1",
        "postcode": "6811AB",
        "description_nl": "",
        **checked_on(days_ago(40)),
    }
    provider = record(slug, **whole | fields)
    Stewardship.objects.filter(pk=provider.pk).update(owner=owner)
    return provider


def listed(client, address: str = START) -> list[str]:
    return [heading.text.strip() for heading in Page.read(client.get(address)).all("h3")]


def unknown_area(provider: Provider, _desk) -> None:
    set_work_area(provider=provider, areas=WorkAreaReader(timezone.localdate()).read(["?"]), by=STAFF)


def fields(**changes):
    def rewrite(provider: Provider, _editor) -> None:
        with by_hand():
            Provider.objects.filter(pk=provider.pk).update(**changes)

    return rewrite


def before(day_of):
    """Return the change to a last check on the day before this edge of a state."""

    def rewrite(provider: Provider, editor) -> None:
        edges = oldest_checks(timezone.localdate(), catalogue().parameters)
        fields(**checked_on(getattr(edges, day_of) - timedelta(days=1)))(provider, editor)

    return rewrite


def unreached(provider: Provider, days: tuple[int, ...]) -> None:
    with by_hand():
        Provider.objects.filter(pk=provider.pk).update(**checked_on(days_ago(max(days) + 1)))
    ContactAttempt.objects.bulk_create(ContactAttempt(provider=provider, on=days_ago(day)) for day in days)


def mail_came_back(provider: Provider, _editor) -> None:
    fields(email="loket@example.org")(provider, None)
    OutgoingMail.objects.create(
        state=MailState.BOUNCED, purpose="account", to="loket@example.org", subject="x", text="x"
    )


def refused(provider: Provider, times: int) -> None:
    """Let a provider say of so many cases that it does not work there."""
    for _time in range(times):
        referral = Referral.objects.create(
            case=ReferredCase.objects.create(), provider=provider, place=1, state="declined"
        )
        no = {"actor": "provider", "before": "sent", "after": "declined", "reason": DeclineReason.OUTSIDE_AREA}
        ReferralEvent.objects.create(referral=referral, **no)


def like_another(provider: Provider) -> None:
    """Let a record look like one of another region."""
    other = record("dubbelganger", where=OTHER)
    DuplicatePair.objects.create(first=provider, second=other, score=80, why=["name"], digest="x")


FOLDER = ["Folder", "Brochure", "https://www.loket.nl/földer.pdf"]


def with_broken_links(provider: Provider) -> None:
    fields(website="https://www.loket.nl", documents=[FOLDER])(provider, None)
    broken = {"state": LinkState.BROKEN, "failed_days": 3, "last_failed_on": days_ago(1), "next_on": days_ago(-6)}
    for field, url in (("website", "https://www.loket.nl"), ("document", FOLDER[2])):
        LinkCheck.objects.create(provider=provider, field=field, url=url, host="www.loket.nl", **broken)


WHAT_ASKS = {
    "mail-terug": mail_came_back,
    "buiten-gebied": lambda one, _editor: refused(one, times=2),
    "zwijgt": lambda one, _editor: take_back_checks(provider=one, on=timezone.localdate(), by=STAFF),
    "nooit": fields(**checked_on(None)),
    "te-lang": before("overdue"),
    "niet-bereikt": lambda one, _editor: unreached(one, days=(4, 3, 2)),
    "te-laat": before("due"),
    "gemeld": lambda one, _editor: report(provider=one, what="gone", text="", on=timezone.localdate()),
    "link": lambda one, _editor: with_broken_links(one),
    "dubbel": lambda one, _editor: like_another(one),
    "concept": lambda one, editor: Draft.objects.create(
        provider=one, author=editor.user, kind="draft", seen=0, typed={}, failure="Een ander wijzigde hetzelfde."
    ),
    "binnenkort": before("fresh"),
    "telefoon": fields(phone=""),
    "werkgebied": unknown_area,
    "adres": fields(street="", postcode=""),
    "plek": fields(capacity="full", capacity_until=days_ago(1)),
    "eigenaar": lambda one, _editor: Stewardship.objects.filter(pk=one.pk).update(owner=None),
    "gewijzigd": fields(opening_hours="Elke dag"),
    "oud-engels": fields(description_nl="Wij helpen.", description_en="We help.", english_is_older=True),
    "engels": fields(description_nl="Wij helpen."),
}


def test_each_reason_has_an_example():
    assert {reason.code for reason in REASONS} == set(WHAT_ASKS)


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason.code)
def test_a_record_is_listed_with_its_reason_and_without_one_is_not(desk, editor, reason):
    loket, other = in_order("loket", editor), in_order("ander", editor)
    assert listed(desk) == []

    WHAT_ASKS[reason.code](loket, editor)

    assert listed(desk) == ["Loket"]
    assert reason.label in Page.read(desk.get(START)).one("article").text
    assert listed(desk, f"{START}?reden={reason.code}") == ["Loket"]
    assert other.name not in listed(desk)


@pytest.mark.parametrize("lack", ["telefoon", "adres", "eigenaar", "engels", "oud-engels"])
def test_what_a_record_lacks_is_not_asked_of_who_has_just_checked_it_and_is_asked_again(
    desk, editor, lack, time_machine
):
    WHAT_ASKS[lack](loket := in_order("loket", editor), editor)
    assert listed(desk) == ["Loket"]

    press(desk, loket)
    assert listed(desk) == []

    time_machine.move_to(timezone.now() + LACK_ASKED_AGAIN)
    assert listed(at_the_desk(editor)) == ["Loket"]


def test_a_refusal_as_outside_the_area_asks_nothing_once_nor_of_before_the_last_check(desk, editor):
    loket = in_order("loket", editor, **checked_on(days_ago(2)))
    refused(loket, times=1)
    assert listed(desk) == []

    refused(loket, times=1)
    assert listed(desk) == ["Loket"]

    fields(area_checked_on=days_ago(0))(loket, editor)
    assert listed(desk) == []


def test_a_card_names_the_record_that_it_is_like_until_somebody_says_they_are_two(desk, editor):
    like_another(in_order("loket", editor))
    assert Page.read(desk.get(START)).one("a", href="/beheer/organisaties/dubbelganger/").text == "Dubbelganger"

    DuplicatePair.objects.update(state=PairState.NOT_THE_SAME)
    assert listed(desk) == []


def test_the_most_urgent_stands_first_and_what_is_not_of_this_desk_does_not(desk, editor):
    in_order("geen-nummer", editor, phone="")
    in_order("nooit", editor, **checked_on(None))
    in_order("langer-geleden", editor, **checked_on(days_ago(950)))
    in_order("lang-geleden", editor, **checked_on(days_ago(900)))
    record("elders", where=OTHER)
    retire(provider=record("gestopt"), on=days_ago(2), by=STAFF)

    assert listed(desk) == ["Nooit", "Langer Geleden", "Lang Geleden", "Geen Nummer"]


def test_one_press_confirms_what_the_card_showed_and_the_card_is_gone(desk, editor):
    loket = in_order("loket", editor, **checked_on(days_ago(900)))
    sent = {field["name"]: field["value"] for field in Page.read(desk.get(START)).all("input", type="hidden")}

    after = desk.post(reverse("desk_still_holds", args=["loket"]), sent | {"method": "phone"}, follow=True)

    loket.refresh_from_db()
    assert loket.last_checked_on == timezone.localdate()
    assert Check.objects.get().checked_by == "eva"
    assert ChangeSet.objects.first().by == editor.user
    assert "Loket: gecontroleerd." in after.content.decode()
    assert listed(desk) == []


def test_the_offer_after_a_press_takes_it_back(desk, editor):
    loket = in_order("loket", editor, **checked_on(None))
    press(desk, loket)

    desk.post(reverse("desk_take_back", args=["loket", ChangeSet.objects.first().pk]))

    loket.refresh_from_db()
    assert loket.last_checked_on is None
    assert listed(desk) == ["Loket"]


def press(client, provider: Provider, **changes):
    sent = {"version": versions_of([provider.pk])[provider.pk], "method": "phone", "terug": START} | changes
    return client.post(reverse("desk_still_holds", args=[provider.slug]), sent)


def test_nobody_confirms_what_they_did_not_see(desk, editor):
    loket = in_order("loket", editor, **checked_on(days_ago(900)))
    seen = versions_of([loket.pk])[loket.pk]
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(phone="+31269998877")

    answer = press(desk, loket, version=seen)

    assert answer.status_code == 409
    assert "telefoon van 026 312 34 56 in 026 999 88 77" in answer.content.decode()
    assert not Check.objects.exists()
    again = Page.read(answer).one("input", name="version")["value"]
    desk.post(reverse("desk_check", args=["loket"]), full_check(version=again))
    assert Check.objects.get().parts == {CheckPart.CONTACT}


def full_check(**changes) -> dict:
    today = timezone.localdate().isoformat()
    return {"version": 0, "looked_at": ["contact"], "method": "phone", "checked_on": today, "note": ""} | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"looked_at": []},
        {"looked_at": ["alles"]},
        {"method": "demo"},
        {"method": ""},
        {"checked_on": (timezone.localdate() + timedelta(days=1)).isoformat()},
        {"checked_on": "gisteren"},
        {"note": "x" * 501},
        {"version": ""},
        {"version": "x"},
        {"version": "9" * 40},
        {"version": "-1"},
    ],
)
def test_a_wrong_answer_is_told_at_its_field_and_nothing_is_lost(desk, editor, changes):
    loket = in_order("loket", editor)
    sent = full_check(version=versions_of([loket.pk])[loket.pk], note="Belt na 13 uur") | changes

    page = desk.post(reverse("desk_check", args=["loket"]), sent)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert sent["note"] in page.content.decode()
    assert not Check.objects.exists()


@pytest.mark.parametrize(
    "changes", [{"method": "demo"}, {"method": ""}, {"version": "x"}, {"version": ""}, {"version": NO_VERSION}]
)
def test_a_press_that_says_something_else_confirms_nothing(desk, editor, changes):
    answer = press(desk, in_order("loket", editor), **changes)

    assert answer.status_code in (200, 409)
    assert not Check.objects.exists()


@pytest.mark.parametrize(
    "back", ["https://example.org/beheer/", "//example.org", "/beheer/../x", "javascript:alert(1)", ""]
)
def test_a_press_leads_nowhere_but_to_the_list(desk, editor, back):
    answer = press(desk, in_order("loket", editor), terug=back)

    assert answer["Location"].startswith("/beheer/")
    assert "example.org" not in answer["Location"]


def open_cards(client, address: str = START) -> list[bool]:
    """Return of each card of the list whether it is open."""
    return ["open" in fold.attributes for fold in Page.read(client.get(address)).all("details", name="kaart")]


def test_one_card_is_open_and_an_answer_leads_to_the_next(desk, editor):
    for number in range(3):
        in_order(f"loket-{number}", editor, **checked_on(days_ago(900 - number)))
    assert open_cards(desk) == [True, False, False]
    page = Page.read(desk.get(f"{START}?reden=nooit&reden=te-lang"))
    first, second, third = (field["value"] for field in page.all("input", name="terug"))
    assert "reden=te-lang" in first

    assert open_cards(desk, first) == [False, True, False]
    assert open_cards(desk, second) == [False, False, True]
    assert open_cards(desk, third) == [True, False, False]


@pytest.mark.parametrize("asked", ["0", "x", "9" * 40, ""])
def test_whatever_card_is_asked_for_one_is_open(desk, editor, asked):
    in_order("loket", editor, phone="")

    assert open_cards(desk, f"{START}?open={asked}") == [True]


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_number_of_queries_for_one_as_for_three(
    editor, desk, number, django_assert_num_queries
):
    for each in range(number):
        in_order(f"loket-{each}", editor, phone="")
    desk.get(START)

    with django_assert_num_queries(QUERIES):
        assert len(listed(desk)) == number


QUERIES = 25


@pytest.mark.parametrize(
    ("capacity", "days", "is_asked"),
    [
        *[("full", 0, False), ("full", 1, True), ("full", 28, True), ("full", 29, False)],
        *[("waiting", 1, True), ("open", 1, False)],
    ],
)
def test_room_is_asked_for_some_weeks_after_the_last_day_that_there_was_none(desk, editor, capacity, days, is_asked):
    weeks = 8 if capacity == "waiting" else None
    in_order("loket", editor, capacity=capacity, capacity_until=days_ago(days), waiting_weeks=weeks)

    page = Page.read(desk.get(f"{START}?reden=plek"))

    links = [link["href"] for link in page.all("a") if link.text.startswith("Vraag of er weer plek is")]
    assert (reverse("desk_practical", args=["loket"]) in links) == is_asked


def test_broken_links_are_named_until_they_are_mended_and_no_longer(desk, editor):
    loket = in_order("loket", editor)
    with_broken_links(loket)
    address = reverse("desk_record", args=["loket"])
    told = "Deze link werkt niet: {}, {}".format

    for page in (Page.read(desk.get(START)).one("article").text, desk.get(address).content.decode()):
        assert "Folder" in page
    assert told("website", "https://www.loket.nl") in desk.get(address).content.decode()
    fields(website="https://www.loket-arnhem.nl")(loket, None)
    page = desk.get(address).content.decode()
    assert told("Folder", FOLDER[2]) in page
    assert told("website", "https://www.loket.nl") not in page
    assert listed(desk, f"{START}?reden=link") == ["Loket"]
    fields(documents=[])(loket, None)
    assert "werkt niet" not in desk.get(address).content.decode()
    assert listed(desk, f"{START}?reden=link") == []


# --- Where nobody is known ---------------------------------------------------------------------------------------


def to_do(client, address: str = START) -> dict[str, str]:
    """Return what stands above the cards of which no record is the reason, each with where it leads."""
    links = Page.read(client.get(address)).all("a")
    return {link.text: link["href"] for link in links if "kennen wij niemand voor" in link.text}


def test_the_gaps_of_ones_region_stand_above_the_cards_as_the_page_of_coverage_counts_them(desk):
    coverage = f"{reverse('desk_coverage')}?regio={region().code}"
    for slug, area, more in (
        ("in-arnhem", "GM:GM0202", {}),
        ("in-een-deel", "PC:6921", {}),
        ("misschien", "?", {}),
        ("elders", "GM:GM0363", {}),
    ):
        add_provider(slug, area, type_="mobility_centre", **more)

    lines = to_do(desk)

    gaps = {
        role: sum(cell.is_gap for row in desk.get(coverage).context["rows"] for cell in row.cells if cell.role == role)
        for role in ("preventief", "curatief", "re-integratie")
    }
    assert (gaps["curatief"], gaps["re-integratie"]) == (7, 9)
    assert lines[f"In {gaps['curatief']} gemeenten van Midden-Gelderland kennen wij niemand voor curatieve hulp."] == (
        coverage
    )
    assert set(lines.values()) == {coverage}
    assert len(lines) == len([number for number in gaps.values() if number])


def test_who_edits_everywhere_reads_one_line_for_a_role_until_they_choose_a_region():
    national = at_the_desk(colleague("nora", StaffRole.NATIONAL_MANAGER))

    assert list(to_do(national).values()) == [f"{reverse('desk_coverage')}?regio="] * 3
    chosen = to_do(national, f"{START}?regio={region(OTHER).code}")
    assert len(chosen) == 3
    assert all("van Groot Amsterdam" in text for text in chosen)


def test_a_region_of_somebody_else_has_no_gaps_for_me(desk):
    assert not to_do(desk, f"{START}?regio={region(OTHER).code}")


# --- No check, but done for today --------------------------------------------------------------------------------


def send(client, name: str, provider: Provider, **more):
    return client.post(reverse(name, args=[provider.slug]), {"terug": START} | more, follow=True)


def undo_button(answer) -> str:
    return next(form["action"] for form in Page.read(answer).all("form") if "ongedaan" in form["action"])


def test_a_press_in_the_list_does_not_say_that_anybody_was_called(desk, editor):
    in_order("loket", editor, **checked_on(days_ago(900)))
    page = Page.read(desk.get(START))
    sent = {field["name"]: field["value"] for field in page.all("input", type="hidden")}
    methods = [option["value"] for option in page.all("option") if option["value"] in Check.Method]

    desk.post(reverse("desk_still_holds", args=["loket"]), sent | {"method": methods[0]})

    assert Check.objects.get().get_method_display() == "nagekeken door een medewerker"


def test_who_was_not_reached_leaves_the_list_until_the_next_working_day(editor, time_machine):
    time_machine.move_to("2026-11-27 10:00:00+01:00", tick=False)  # a Friday
    desk = at_the_desk(editor)
    loket = in_order("loket", editor, **checked_on(days_ago(900)))

    answer = send(desk, "desk_not_reached", loket)

    assert "Staat 30 november 2026 weer in de lijst." in answer.content.decode()
    assert listed(desk) == []
    assert not Check.objects.exists()
    assert not ChangeSet.objects.exclude(verb__in=[Verb.CREATE]).exists()
    desk.post(undo_button(answer))
    assert listed(desk) == ["Loket"]
    assert not ContactAttempt.objects.exists()


def test_pressed_twice_it_is_one_attempt_and_the_card_tells_of_it(desk, editor):
    loket = in_order("loket", editor, phone="")
    for _time in range(2):
        send(desk, "desk_not_reached", loket, note="Voicemail", how="phone")
    Snooze.objects.all().delete()

    assert ContactAttempt.objects.count() == 1
    assert "1 keer, het laatst op" in Page.read(desk.get(START)).one("article").text
    assert "Voicemail" in Page.read(desk.get(START)).one("article").text


@pytest.mark.parametrize("wrong", [{"note": "x" * 501}, {"how": "demo"}, {"call_back_on": "gisteren"}])
def test_a_wrong_attempt_is_told_and_not_kept_and_nothing_typed_is_lost(desk, editor, wrong):
    typed = {"note": "Voicemail", "call_back_on": "1-2-2099", **wrong}
    page = Page.read(send(desk, "desk_not_reached", in_order("loket", editor, phone=""), **typed))

    assert "Er klopt iets niet." in page.one("div", class_="vwnw-error-summary").text
    assert page.one("details").get("open") is not None
    assert {name: page.one("input", name=name)["value"] for name in ("note", "call_back_on")} == {
        name: typed[name] for name in ("note", "call_back_on")
    }
    assert not ContactAttempt.objects.exists()


def test_a_record_can_wait_a_week_unless_something_worse_comes_up(desk, editor):
    loket, other = in_order("loket", editor, phone=""), in_order("ander", editor, phone="")

    answer = send(desk, "desk_later", loket)
    assert listed(desk) == ["Ander"]
    assert "Nog 1 organisatie wacht tot een andere dag." in desk.get(START).content.decode()
    report(provider=loket, what="gone", text="", on=timezone.localdate())
    assert listed(desk) == ["Loket", "Ander"]

    send(desk, "desk_later", loket)
    assert listed(desk) == ["Ander"]
    desk.post(undo_button(answer))
    assert listed(desk) == ["Loket", other.name]


# --- In which order, and when ------------------------------------------------------------------------------------


def test_most_depends_on_stands_first_and_the_card_says_what(desk, editor):
    for name, areas in (("smal", ["GM:GM0202"]), ("breed", ["GM:GM0202", "GM:GM0226", "GM:GM0274"])):
        one = in_order(name, editor, phone="")
        set_work_area(provider=one, areas=WorkAreaReader(timezone.localdate()).read(areas), by=STAFF)

    cards = Page.read(desk.get(START)).all("article")

    assert "3 gemeenten hangen hiervan af; in 2 gemeenten is er niemand anders." in cards[0].text
    assert "1 gemeente hangt hiervan af." in cards[1].text


def test_referrals_hang_on_a_record_too_and_stand_in_its_sentence(desk, editor):
    in_order("a-loket", editor, phone="")
    asked = in_order("b-loket", editor, phone="")
    case = ReferredCase.objects.create()
    Referral.objects.create(case=case, provider=asked, place=1, sent_at=timezone.now())

    cards = Page.read(desk.get(START)).all("article")

    assert "1 doorverwijzing hangt hiervan af." in cards[0].text
    assert "B Loket" in cards[0].text


def test_records_that_were_checked_on_one_day_have_their_turns_on_many(editor):
    due = date(2026, 12, 25)
    turns = Counter(next_check_on(key, due) for key in range(1000, 1300))

    assert max(turns.values()) == 15
    assert all(day.weekday() < 5 and due - timedelta(days=27) <= day <= due for day in turns)


def test_a_record_is_in_the_list_from_the_day_of_its_turn(desk, editor, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+01:00", tick=False)
    edges = oldest_checks(timezone.localdate(), catalogue().parameters)
    loket = in_order("loket", editor, **checked_on(edges.fresh + timedelta(days=13)))
    turn = next_check_on(loket.pk, due_day(loket.last_checked_on, edges))

    for day, is_listed in ((turn - timedelta(days=1), False), (turn, True)):
        mine = Provider.objects.filter(pk=loket.pk)
        assert bool(WorkList(mine, day).keys()) == is_listed
        assert sum(number for _week, number in WorkList(mine, day).forecast()) == (not is_listed)


# --- History ---------------------------------------------------------------------------------------------------


def test_the_history_shows_each_field_and_offers_to_take_back_what_one_may(desk, editor):
    loket = in_order("loket", editor)
    retire(provider=loket, on=timezone.localdate(), by=staff(editor.user))

    page = Page.read(desk.get(reverse("desk_history", args=["loket"])))

    assert "eva" in page.all("h2")[0].text
    assert "gestopt op" in page.one("main").text
    undoing = [form for form in page.all("form") if form["action"].endswith("/ongedaan/")]
    assert len(undoing) == 1, "what others did is not theirs to undo"


def test_a_field_that_was_changed_since_is_asked_about(desk, editor):
    loket = in_order("loket", editor)
    first = by_editor(loket, editor, phone="+31269998877", city="Arnhem")
    by_editor(loket, editor, phone="+31261112233")

    page = desk.post(reverse("desk_take_back", args=["loket", first]))

    loket.refresh_from_db()
    assert (loket.phone, loket.city) == ("+31261112233", "")
    assert "telefoon: nu 026 111 22 33" in page.content.decode()
    desk.post(reverse("desk_take_back", args=["loket", first]), {"ook": "loket.phone"})
    loket.refresh_from_db()
    assert loket.phone == "+31263123456"


def by_editor(provider: Provider, editor: StaffMember, **changes) -> int:
    with change(Verb.EDIT, by=staff(editor.user), records=[provider.pk]) as door:
        Provider.objects.filter(pk=provider.pk).update(**changes)
    return door.change_set.pk


def test_what_one_did_long_ago_is_for_a_manager_to_take_back(desk, editor):
    loket = in_order("loket", editor)
    number = by_editor(loket, editor, city="Arnhem")
    ChangeSet.objects.filter(pk=number).update(at=timezone.now() - timedelta(days=31))

    assert desk.post(reverse("desk_take_back", args=["loket", number])).status_code == 403
    manager = at_the_desk(colleague("mia", StaffRole.REGIONAL_MANAGER))
    assert manager.post(reverse("desk_take_back", args=["loket", number])).status_code == 302
    loket.refresh_from_db()
    assert loket.city == ""


def test_a_change_of_another_record_is_not_found_under_this_one(desk, editor):
    in_order("loket", editor)
    other = in_order("ander", editor)
    number = by_editor(other, editor, city="Arnhem")

    assert desk.post(reverse("desk_take_back", args=["loket", number])).status_code == 404


def test_the_region_can_be_chosen_and_a_wrong_choice_is_told(editor):
    national = at_the_desk(colleague("nora", StaffRole.NATIONAL_MANAGER))
    record("hier")
    record("daar", where=OTHER)

    assert listed(national, f"{START}?regio={region(OTHER).code}") == ["Daar"]
    assert national.get(f"{START}?regio=x").context["form"].errors


@pytest.mark.parametrize("number", [1, 3])
def test_the_history_costs_the_same_number_of_queries_for_one_change_as_for_three(
    desk, editor, number, django_assert_num_queries
):
    loket = in_order("loket", editor)
    for each in range(number):
        by_editor(loket, editor, city=f"Arnhem {each}")
    address = reverse("desk_history", args=["loket"])
    desk.get(address)

    with django_assert_num_queries(HISTORY_QUERIES):
        desk.get(address)


HISTORY_QUERIES = 11


def test_a_check_that_was_taken_back_is_no_check_on_the_page_of_its_record(desk, editor):
    loket = in_order("loket", editor, **checked_on(None))
    press(desk, loket)
    page = reverse("desk_record", args=["loket"])
    assert "Nooit gecontroleerd." not in desk.get(page).content.decode()

    desk.post(reverse("desk_take_back", args=["loket", ChangeSet.objects.first().pk]))

    assert "Nooit gecontroleerd." in desk.get(page).content.decode()
