"""What became of the people of a case, counted once however many parties report."""

import pytest
from django.utils import timezone

from referrals.models import CaseGroup, Outcome, Referral, ReferredCase
from referrals.monitor.results import combined
from referrals.status import Result
from tests.services.providers import add_provider


def test_people_that_two_providers_report_count_once():
    outcomes = [("a", "new_work", 6), ("b", "new_work", 4)]

    assert combined(outcomes, headcount=10) == {Result.NEW_WORK: 6}


def test_the_employer_knows_best():
    outcomes = [("a", "new_work", 6), (None, "new_work", 2), (None, "no_work_yet", 8)]

    assert combined(outcomes, headcount=10) == {Result.NEW_WORK: 2, Result.NO_WORK_YET: 8}


def test_never_more_people_than_the_case_has_and_the_best_results_first():
    outcomes = [("a", "unknown", 10), ("b", "training", 7), ("c", "new_work", 6)]

    assert combined(outcomes, headcount=10) == {Result.NEW_WORK: 6, Result.TRAINING: 4}


def test_without_a_report_nobody_has_a_result():
    assert combined([], headcount=10) == {}


@pytest.mark.django_db
def test_the_headcount_is_that_of_all_groups():
    case = ReferredCase.objects.create(sent_on=timezone.localdate())
    for number, headcount in enumerate((3, 4)):
        CaseGroup.objects.create(case=case, number=number, headcount=headcount)
    referral = Referral.objects.create(case=case, provider=add_provider("een"), place=0)
    Outcome.objects.create(case=case, referral=referral, result=Result.NEW_WORK, people=9)

    reports = case.outcomes.values_list("referral_id", "result", "people")
    assert combined(reports, case.headcount) == {Result.NEW_WORK: 7}
