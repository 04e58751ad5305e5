"""A yes for some of the people: the rest goes on to the next, and nobody is counted twice."""

import pytest
from django.utils import timezone

from referrals.loop import actions
from referrals.loop.links import Purpose, token_of
from referrals.loop.next_provider import next_best
from referrals.loop.parts import asked_of, taken_by
from referrals.loop.refusals import CannotRefer, TooManyPeople
from referrals.models import Outcome, OutgoingMail, Referral, TakenOn
from referrals.monitor import counts
from referrals.monitor.results import combined
from referrals.status import DeclineReason, Result, State
from tests.referrals.support.journeys import PLACE
from tests.referrals.support.referred import (
    ANSWERS,
    BRANCH,
    EMPLOYER,
    GATEKEEPER,
    MOBILITY,
    decline_for_good,
    reachable_directory,
    referral_in,
    referral_to,
    sent_case,
)

pytestmark = pytest.mark.django_db

TWO_GROUPS = ANSWERS.with_step("plaatsen", {"places": [{**PLACE, "temporary": "5"}]})


@pytest.fixture(autouse=True)
def on_a_day(example_directory, time_machine):
    time_machine.move_to("2026-11-23 10:00:00+00:00", tick=False)
    reachable_directory()


def now():
    return timezone.now()


def accept(referral: Referral, people: dict[int, int] | None = None) -> None:
    actions.accept(referral=referral, people=people, at=now())


def line_of_three():
    """Return a case of 17 people in two groups, that stands before the first of three."""
    return sent_case(BRANCH, MOBILITY, GATEKEEPER, one_by_one=True, answers=TWO_GROUPS)


def told_to_employer() -> list[str]:
    begun = {"ask_confirmation", "employer_sent"}
    told = OutgoingMail.objects.filter(to=EMPLOYER).exclude(purpose__in=begun)
    return sorted(told.values_list("purpose", flat=True))


def people_asked(case, slug: str) -> list[int]:
    return [part.people for part in asked_of(referral_to(case, slug))]


def test_the_rest_goes_on_to_the_next_which_is_asked_for_the_rest_alone():
    case = line_of_three()
    accept(referral_to(case), {1: 4, 2: 5})
    assert told_to_employer() == ["employer_accepted", "employer_moved_on"]
    following = referral_to(case, MOBILITY)
    assert (following.state, following.shared["headcounts"]) == ("sent", [8, 0])
    accept(following)
    assert [taken_by(referral_to(case, slug)) for slug in (BRANCH, MOBILITY)] == [9, 8]
    assert referral_to(case, GATEKEEPER).state == State.DRAFT  # each of the people is helped


def test_a_second_part_leaves_the_rest_to_the_third():
    case = line_of_three()
    accept(referral_to(case), {1: 4})
    accept(referral_to(case, MOBILITY), {1: 8, 2: 1})
    assert people_asked(case, GATEKEEPER) == [4]


def test_a_part_that_is_handed_back_is_free_again():
    case = line_of_three()
    accept(referral_to(case), {1: 4, 2: 5})
    decline_for_good(referral=referral_to(case), reason=DeclineReason.OTHER, at=now())
    assert people_asked(case, MOBILITY) == [8]  # it was asked for that
    decline_for_good(referral=referral_to(case, MOBILITY), reason=DeclineReason.OTHER, at=now())
    assert people_asked(case, GATEKEEPER) == [12, 5]


def test_a_yes_for_all_that_were_asked_is_none_for_who_was_handed_back_meanwhile():
    case = line_of_three()
    accept(referral_to(case), {1: 4, 2: 5})
    decline_for_good(referral=referral_to(case), reason=DeclineReason.OTHER, at=now())
    accept(referral_to(case, MOBILITY))
    assert taken_by(referral_to(case, MOBILITY)) == 8
    following = referral_to(case, GATEKEEPER)
    assert (following.state, following.shared["headcounts"]) == ("sent", [4, 5])


def test_where_others_took_on_everybody_nobody_says_yes_and_nobody_is_asked(client):
    case = sent_case(BRANCH, MOBILITY, GATEKEEPER, answers=TWO_GROUPS)
    accept(referral_to(case), {1: 12})
    accept(referral_to(case, MOBILITY), {2: 5})
    actions.see(referral=referral_to(case, GATEKEEPER), at=now())
    link = f"/aanvraag/{token_of(Purpose.ANSWER, referral_to(case, GATEKEEPER))}/"
    for button in ("ja/", "deels/"):
        page = client.post(link + button, {"1": "1"})
        assert (page.status_code, "Dit is intussen veranderd" in page.content.decode()) == (409, True)
    page = client.get(link + "bekijken/").content.decode()
    assert ("U hoeft alleen nog nee te zeggen." in page, "Ja, wij helpen" in page) == (True, False)
    assert referral_to(case, GATEKEEPER).state == State.SEEN
    decline_for_good(referral=referral_to(case, GATEKEEPER), reason=DeclineReason.ALREADY_HELPED, at=now())
    own = f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, case.details)}/"
    assert "U kunt nu " not in client.get(own, follow=True).content.decode()
    with pytest.raises(CannotRefer):
        actions.send_next(case=case, provider_slug=next_best(case, now().date()).candidate.slug, at=now())


def test_without_a_next_in_line_the_employer_is_offered_one_for_the_rest(client):
    case = sent_case(BRANCH, answers=TWO_GROUPS)
    accept(referral_to(case), {1: 4})
    assert told_to_employer() == ["employer_accepted", "offer_next"]
    mail = OutgoingMail.objects.filter(purpose="offer_next").latest("created_at")
    assert "helpt een deel van uw mensen." in mail.text
    page = client.get(f"/casus/aanvraag/{token_of(Purpose.EMPLOYER, case.details)}/", follow=True).content.decode()
    page = page[page.index("<main") :]
    assert page.index("De organisatie helpt 4 van uw mensen.") < page.index("U kunt nu ")  # good news first


def test_of_two_that_were_asked_at_once_a_yes_for_all_is_for_who_is_left():
    case = sent_case(BRANCH, MOBILITY, answers=TWO_GROUPS)
    accept(referral_to(case), {2: 5})
    assert told_to_employer() == ["employer_accepted"]  # nobody is offered while the other can still say yes
    accept(referral_to(case, MOBILITY))
    assert taken_by(referral_to(case, MOBILITY)) == 12


def test_a_yes_for_all_needs_no_numbers_and_all_in_numbers_is_a_yes_for_all():
    case = sent_case(answers=TWO_GROUPS)
    accept(referral_to(case), {1: 12, 2: 5})
    assert not TakenOn.objects.exists()


@pytest.mark.parametrize("people", [{1: 13}, {1: 0}, {}, {3: 1}, {1: -1}])
def test_nobody_more_than_nobody_or_elsewhere_is_refused(people):
    case = sent_case(answers=TWO_GROUPS)
    with pytest.raises(TooManyPeople):
        accept(referral_to(case), people)
    assert referral_to(case).state == State.SENT


def test_the_form_says_what_is_wrong_beside_it_and_takes_the_numbers(client):
    case = sent_case(BRANCH, MOBILITY, one_by_one=True, answers=TWO_GROUPS)
    actions.see(referral=referral_to(case), at=now())
    path = f"/aanvraag/{token_of(Purpose.ANSWER, referral_to(case))}/deels/"
    assert "5 medewerkers in 6811 AB Arnhem: tijdelijke krachten" in client.get(path).content.decode()
    assert "Helpt u niemand? Zeg dan nee." in client.post(path, {"1": "0", "2": ""}).content.decode()
    assert "ten hoogste 12" in client.post(path, {"1": "13"}).content.decode()
    page = client.post(path, {"1": "4"}, follow=True).content.decode()
    assert "U helpt 4 van de mensen." in page
    assert EMPLOYER in page


def test_who_helps_some_reports_on_those_alone():
    case = line_of_three()
    accept(referral_to(case), {1: 4})
    one = {"case": case, "referral": referral_to(case), "at": now()}
    with pytest.raises(TooManyPeople):
        actions.report(**one, numbers={Result.NEW_WORK: 5})
    actions.report(**one, numbers={Result.NEW_WORK: 4})
    assert Outcome.objects.get().people == 4


def test_the_results_of_parts_add_up_and_those_of_all_do_not():
    said = [("a", "new_work", 4), ("b", "new_work", 8), ("c", "new_work", 9)]
    assert combined(said, 17) == {Result.NEW_WORK: 9}
    assert combined(said, 17, {"a", "b"}) == {Result.NEW_WORK: 12}
    assert combined([*said, (None, "training", 2)], 17, {"a", "b"}) == {Result.TRAINING: 2}


def test_of_people_who_were_handed_on_as_a_part_two_reports_are_one():
    case = sent_case(BRANCH, MOBILITY)
    for slug in (BRANCH, MOBILITY):
        accept(referral_to(case, slug), {1: 4})
        actions.report(case=case, referral=referral_to(case, slug), numbers={Result.NEW_WORK: 4}, at=now())
        if slug == BRANCH:
            actions.decline(referral=referral_to(case), reason=DeclineReason.OTHER, at=now())
    (facts,) = counts.read(2026)
    assert facts.results == {Result.NEW_WORK: 4}


def test_of_one_person_there_is_no_part_to_help(client):
    case = sent_case(answers=ANSWERS.with_step("plaatsen", {"places": [{**PLACE, "permanent": "1"}]}))
    actions.see(referral=referral_to(case), at=now())
    path = f"/aanvraag/{token_of(Purpose.ANSWER, referral_to(case))}/"
    assert "Ja, voor een deel" not in client.get(path + "bekijken/").content.decode()
    assert (
        "Ja, voor een deel"
        in client.get(f"/aanvraag/{token_of(Purpose.ANSWER, referral_in(State.SEEN))}/bekijken/").content.decode()
    )
