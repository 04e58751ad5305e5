"""What others say should change is decided field by field, beside what the record says; who said so hears of it."""

import re

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from services.models import ChangeSet, Proposal, Provider, Verb
from services.public_reports import report
from services.upkeep.door import versions_of
from services.upkeep.proposals import propose
from services.upkeep.undoing import undo
from tests.portal.page import Page
from tests.services.desk.colleagues import OTHER, at_the_desk, colleague, record
from tests.services.providers import STAFF, by_hand

pytestmark = pytest.mark.django_db

READER = "lezer@example.org"
LINK = "https://kwaad.example/ <b>klik</b> www.kwaad.example"


@pytest.fixture
def loket() -> Provider:
    return record("loket", phone="+31263123456", postcode="6811AB", city="Arnhem")


@pytest.fixture
def desk():
    return at_the_desk(colleague("eva"))


def proposed(provider: Provider, **values) -> Proposal:
    """Propose values as the organisation does; `email_` is the one of the record."""
    values = {name.rstrip("_"): value for name, value in values.items()}
    source = Proposal.Source.PROVIDER
    return propose(provider=provider, source=source, on=timezone.localdate(), values=values, email=READER)


def page_of(client, proposal: Proposal) -> Page:
    return Page.read(client.get(reverse("desk_proposal", args=[proposal.pk])))


def decide(client, proposal: Proposal, version: int | None = None, reason: str = "", **choices: str):
    """Send the decision as the page asks for it: a choice for each of these fields."""
    key = proposal.provider_id
    sent = {"version": versions_of([key])[key] if version is None else version}
    for row in proposal.fields.filter(field__in=choices):
        sent |= {f"keuze_{row.pk}": choices[row.field], f"reden_{row.pk}": reason}
    return client.post(reverse("desk_proposal", args=[proposal.pk]), sent)


def states(proposal: Proposal) -> dict[str, str]:
    return dict(proposal.fields.values_list("field", "state"))


def test_a_proposal_shows_what_was_what_is_proposed_and_what_is_there_now(desk, loket):
    proposal = proposed(loket, phone="+31269998877", areas=["GM:GM0202"])
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(phone="+31261112233")

    text = page_of(desk, proposal).one("main").text

    for words in ("026 312 34 56", "026 999 88 77", "026 111 22 33", "gemeente Arnhem", "de organisatie zelf"):
        assert words in text


def test_each_field_is_taken_over_or_not_and_the_proposer_hears_of_each(desk, loket):
    proposal = proposed(loket, phone="+31269998877", city="Nijmegen", postcode="6511AB")

    decide(desk, proposal, phone="over")
    assert mail.outbox == [], "not all is decided"
    decide(desk, proposal, city="niet", postcode="over", reason="Het bezoekadres is in Arnhem.")

    loket.refresh_from_db()
    assert (loket.phone, loket.city, loket.postcode) == ("+31269998877", "Arnhem", "6511AB")
    assert loket.latitude, "its position follows the postcode"
    assert states(proposal) == {"phone": "accepted", "city": "rejected", "postcode": "accepted"}
    [letter] = mail.outbox
    assert letter.to == [READER]
    assert "Plaats: niet overgenomen. Het bezoekadres is in Arnhem." in letter.body
    assert "+3126" not in letter.body, "who reads it may be anybody"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.email) == ("accepted", ""), "the address goes with the answer"


def test_real_contact_data_are_no_example_any_more(desk):
    loket = record("voorbeeld", email="info@example.org", is_example=True)

    decide(desk, proposed(loket, email_="info@loket.nl"), email="over")

    loket.refresh_from_db()
    assert (loket.email, loket.is_example) == ("info@loket.nl", False)


def test_what_was_taken_over_stands_in_the_history_and_can_be_undone(desk, loket):
    decide(desk, proposed(loket, phone="+31269998877"), phone="over")

    done = ChangeSet.objects.first()
    assert (done.verb, done.by.username) == (Verb.ACCEPT, "eva")
    undo(change_set=done, by=STAFF, on=timezone.localdate())
    loket.refresh_from_db()
    assert loket.phone == "+31263123456"


def test_nobody_takes_over_what_was_not_shown(desk, loket):
    proposal = proposed(loket, phone="+31269998877")
    seen = versions_of([loket.pk])[loket.pk]
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(city="Velp")

    answer = decide(desk, proposal, version=seen, phone="over")

    assert answer.status_code == 409
    assert "plaats van Arnhem in Velp" in answer.content.decode()
    assert states(proposal) == {"phone": "open"}
    again = Page.read(answer).one("input", name="version")["value"]
    decide(desk, proposal, version=int(again), phone="over")
    assert states(proposal) == {"phone": "accepted"}


def test_what_the_record_says_already_is_outdated_whatever_is_chosen(desk, loket):
    proposal = proposed(loket, phone="+31269998877")
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(phone="+31269998877")

    assert "Dit staat er al." in page_of(desk, proposal).one("main").text
    decide(desk, proposal, phone="niet", reason="Nee.")

    proposal.refresh_from_db()
    assert (states(proposal), proposal.state) == ({"phone": "outdated"}, "outdated")


def test_a_decision_needs_a_choice_and_a_refusal_a_reason(desk, loket):
    proposal = proposed(loket, phone="+31269998877")

    assert "Zeg in een paar woorden waarom niet." in decide(desk, proposal, phone="niet").content.decode()
    assert "Kies bij minstens een gegeven" in decide(desk, proposal).content.decode()
    assert decide(desk, proposal, phone="misschien").context["form"].errors
    assert "r" * 501 in decide(desk, proposal, phone="niet", reason="r" * 501).content.decode()
    assert states(proposal) == {"phone": "open"}


def test_a_decision_is_taken_once(desk, loket):
    proposal = proposed(loket, phone="+31269998877")
    for _time in range(2):
        assert decide(desk, proposal, phone="over").status_code == 302

    assert len(mail.outbox) == 1
    assert ChangeSet.objects.filter(verb=Verb.ACCEPT).count() == 1


def test_what_the_public_types_is_text_and_no_link(desk, loket):
    proposal = report(provider=loket, what="other", text=LINK, on=timezone.localdate(), email=READER)

    for address in (reverse("desk_proposal", args=[proposal.pk]), reverse("desk_proposals")):
        content = desk.get(address).content.decode()
        assert not re.search(r'href="[^"]*kwaad', content)
        assert "<b>klik" not in content


def test_a_report_in_words_is_answered(desk, loket):
    proposal = report(provider=loket, what="other", text="De naam is anders.", on=timezone.localdate(), email=READER)
    address = reverse("desk_proposal", args=[proposal.pk])

    assert desk.post(address, {"is_right": "nee", "text": ""}).context["form"].errors
    desk.post(address, {"is_right": "nee", "text": "De naam klopt."})

    assert "De naam klopt." in mail.outbox[0].body
    proposal.refresh_from_db()
    assert (proposal.state, proposal.email) == ("rejected", "")


def test_a_report_without_an_address_is_answered_to_nobody(desk, loket):
    proposal = report(provider=loket, what="gone", text="", on=timezone.localdate())

    desk.post(reverse("desk_proposal", args=[proposal.pk]), {"is_right": "ja", "text": ""})

    assert mail.outbox == []


def test_the_answer_is_in_the_language_of_who_proposed(desk, loket):
    proposal = propose(
        provider=loket,
        source=Proposal.Source.PROVIDER,
        on=timezone.localdate(),
        values={"phone": "+31269998877"},
        email=READER,
        language="en",
    )
    decide(desk, proposal, phone="over")

    assert "You were right. We changed it." in mail.outbox[0].body


def test_a_colleague_proposes_for_a_record_out_of_reach(desk):
    elsewhere = record("elders", where=OTHER, phone="+31201234567")
    address = reverse("desk_propose", args=["elders"])
    filled = {
        field.get("name"): field.get("value") or "" for field in Page.read(desk.get(address)).all("input", type="text")
    }
    filled["version"] = versions_of([elsewhere.pk])[elsewhere.pk]
    sent = {"name": "Elders", "phone": "020 765 43 21", "areas": "gemeente Amsterdam, 6811-6812", "roles": "curative"}

    assert desk.post(address, filled | sent | {"antwoord": "ja"}).status_code == 302

    proposal = Proposal.objects.get()
    assert (proposal.source, proposal.by.username, proposal.email) == ("colleague", "eva", "eva@example.org")
    assert dict(proposal.fields.values_list("field", "new")) == {
        "phone": "+31207654321",
        "areas": ["GM:GM0363", "PC:6811", "PC:6812"],
        "roles": ["curative"],
    }
    elsewhere.refresh_from_db()
    assert elsewhere.phone == "+31201234567"
    assert desk.get(reverse("desk_proposal", args=[proposal.pk])).status_code == 404


@pytest.mark.parametrize(
    ("sent", "hint"),
    [
        ({"phone": "12"}, "Dit is geen telefoonnummer."),
        ({"phone": "1" * 4000}, "Dit is te lang"),
        ({"areas": "Atlantis"}, "Atlantis kennen wij niet"),
        ({"areas": "Utrecht"}, "Utrecht kan van alles zijn."),
        ({"areas": "PC:1"}, "is geen postcode"),
        ({"areas": "x," * 3000}, "5000"),
        ({"postcode": "xx"}, "Dit is geen postcode."),
        ({"text": "Bel jan@example.org"}, "Dit lijkt een e-mailadres."),
        ({}, "Dit staat er al."),
    ],
)
def test_what_cannot_be_proposed_is_told_and_nothing_typed_is_lost(desk, loket, sent, hint):
    same = {"name": "Loket", "phone": "026 312 34 56", "postcode": "6811AB", "city": "Arnhem", "roles": ["curative"]}
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(has_own_roles=True, curative=True)
    same["version"] = versions_of([loket.pk])[loket.pk]

    answer = desk.post(reverse("desk_propose", args=["loket"]), same | sent)

    assert hint in answer.content.decode()
    assert all(str(value) in answer.content.decode() for value in sent.values())
    assert not Proposal.objects.exists()


def test_what_a_colleague_typed_beside_an_older_record_proposes_nothing_that_was_not_meant(desk, loket):
    typed = {"name": "Loket", "phone": "026 312 34 56", "postcode": "6811AB", "city": "Velp", "roles": ["curative"]}
    typed["version"] = versions_of([loket.pk])[loket.pk]
    with by_hand():
        Provider.objects.filter(pk=loket.pk).update(phone="+31261112233")

    answer = desk.post(reverse("desk_propose", args=["loket"]), typed)

    assert answer.status_code == 409
    page = Page.read(answer)
    assert page.one("input", name="phone")["value"] == "026 111 22 33"
    assert page.one("input", name="city")["value"] == "Velp"
    assert not Proposal.objects.exists()


def test_the_same_proposal_is_one_while_it_is_open_and_nothing_new_is_none(loket):
    first, again = proposed(loket, phone="+31269998877"), proposed(loket, phone="+31269998877")

    assert first == again
    with pytest.raises(ValidationError):
        proposed(loket, phone="+31263123456")


@pytest.mark.parametrize("number", [1, 3])
def test_the_queue_costs_the_same_number_of_queries_for_one_as_for_three(desk, number, django_assert_num_queries):
    for each in range(number):
        proposed(record(f"loket-{each}"), phone="+31269998877")
    address = reverse("desk_proposals")
    desk.get(address)

    with django_assert_num_queries(QUERIES):
        assert len(Page.read(desk.get(address)).all("article")) == number


QUERIES = 9
