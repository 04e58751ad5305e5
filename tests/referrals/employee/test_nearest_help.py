"""What one employee is told, from a route of plain data: no database, no page."""

from datetime import date

import pytest

from referrals.employee.nearest_help import MOST_HELPERS, MOST_MAYBE, case_of_one, help_for
from referrals.engine.candidates import Candidate, Kind, NamedSector, Traits
from referrals.engine.case import Contract, Group, Need, Situation
from referrals.engine.parameter_codes import LABOUR_MARKET_DROP_MONTHS, SMALL_FIRM_LIMIT, UWV_REACH_MONTHS
from referrals.engine.routing import route
from referrals.engine.sentences import Bilingual
from regions.places import Location
from services.parameters import DatedValue, ParameterBook
from services.reach import Reach

TODAY = date(2026, 11, 23)
CRAFTS = NamedSector("ambachten", Bilingual("Ambachten", "Crafts"))
LIMITS = {
    UWV_REACH_MONTHS: 4,
    LABOUR_MARKET_DROP_MONTHS: 3,
    SMALL_FIRM_LIMIT: 50,
    "collective_dismissal_minimum": 20,
    "collective_dismissal_window_months": 3,
    "notification_wait_months": 1,
    "social_plan_minimum": 20,
}
PARAMETERS = ParameterBook(DatedValue(code, value, "", None, "test") for code, value in LIMITS.items())


class Listed:
    """A directory that is a list: all of them serve the place."""

    def __init__(self, *candidates, outside=()):
        self.candidates, self.outside = candidates, outside

    def serving(self, case):
        return self.candidates

    def nearest_outside(self, case, group, role):
        return iter(self.outside)


def location():
    return Location(
        kind="postcode",
        label="6811 AB Arnhem",
        postcode="6811AB",
        place="Arnhem",
        municipality_code="GM0202",
        municipality="Arnhem",
        latitude=51.98,
        longitude=5.91,
        areas={"wmco": ("b",)},
        area_ids=(),
        municipality_ids=(),
        pc4s=("6811",),
        letters="AB",
    )


def provider(slug, kind, *roles, checked=date(2026, 10, 1), first_contact=False, reach=Reach.NONE, **traits):
    values = {"sectors": (), "min_redundancies": None, "takes_redundant": None, "serves": ("full",), **traits}
    freshness = "fresh" if checked else "not_referable"
    kind = Kind(kind, is_private=kind == "outplacement_agency")
    traits = Traits(kind, frozenset(roles), **values)
    return Candidate(slug, slug, traits, freshness, checked, (3.2,), first_contact, reach)


def mobility(slug="werkcentrum", **traits):
    return provider(slug, "mobility_centre", "curative", **traits)


def help_in(situation, *candidates, end_date=None, needs=None, sector=None, outside=(), parameters=PARAMETERS):
    group = Group("6811 AB", location(), 1, Contract.PERMANENT, situation, end_date)
    case = case_of_one(group, TODAY, sector, needs)
    return help_for(case, route(case, Listed(*candidates, outside=outside), parameters), parameters)


def names(answer):
    return [helper.candidate.name for helper in answer.helpers]


# --- Who helps -------------------------------------------------------------------------------------------


def test_a_centre_that_asks_a_minimum_informs_one_employee_and_says_what_it_asks():
    (helper,) = help_in(Situation.REDUNDANCY, mobility(min_redundancies=5)).helpers

    assert helper.what == "Geeft u informatie over ander werk."
    assert "minstens 5 vaste medewerkers" in helper.condition


def test_a_centre_without_a_minimum_helps_without_a_condition():
    (helper,) = help_in(Situation.REDUNDANCY, mobility()).helpers

    assert helper.what.startswith("Een loket in de regio voor uw vragen over werk")
    assert helper.condition == ""


def test_the_loket_for_employers_is_no_help_for_an_employee_but_a_tip_for_the_employer():
    point = provider("wsp", "employer_service_point", "curative")

    answer = help_in(Situation.REDUNDANCY, mobility(), point)

    assert names(answer) == ["werkcentrum"]
    assert answer.employer_entry == point


def test_private_help_is_never_shown_because_an_employee_does_not_pay():
    agency = provider("outplacement", "outplacement_agency", "curative")

    assert names(help_in(Situation.REDUNDANCY, mobility(), agency)) == ["werkcentrum"]


def test_without_a_sector_the_points_for_one_sector_are_counted_and_not_listed():
    point = provider("ambachten", "branch_service_point", "curative", sectors=(CRAFTS,))

    answer = help_in(Situation.REDUNDANCY, mobility(), point)

    assert names(answer) == ["werkcentrum"]
    assert answer.sector_points == 1


@pytest.mark.parametrize(("sector", "shown"), [("ambachten", ["ambachten", "werkcentrum"]), ("bouw", ["werkcentrum"])])
def test_with_a_sector_only_its_own_point_is_listed(sector, shown):
    point = provider("ambachten", "branch_service_point", "curative", sectors=(CRAFTS,))

    answer = help_in(Situation.REDUNDANCY, mobility(), point, sector=sector)

    assert names(answer) == shown
    assert answer.sector_points == 0


def test_a_work_area_that_holds_part_of_the_place_asks_for_the_whole_postcode():
    (helper,) = help_in(Situation.REDUNDANCY, mobility(serves=("part",))).helpers

    assert "Vul uw hele postcode in" in helper.condition


def test_no_more_than_eight_are_listed_and_the_rest_is_counted():
    answer = help_in(Situation.REDUNDANCY, *(mobility(f"centrum-{number}") for number in range(MOST_HELPERS + 3)))

    assert len(answer.helpers) == MOST_HELPERS
    assert answer.more_helpers == 3


def test_where_nobody_helps_the_nearest_one_outside_is_named():
    answer = help_in(Situation.REDUNDANCY, outside=(mobility("verderop"),))

    assert answer.helpers == ()
    assert answer.gap.nearest.name == "verderop"


# --- Who may help, and whom to contact first -------------------------------------------------------------


def test_who_works_nobody_knows_where_stands_apart():
    answer = help_in(Situation.REDUNDANCY, mobility("hier"), mobility("wie-weet", serves=("unknown",)))

    assert names(answer) == ["hier"]
    assert [maybe.candidate.name for maybe in answer.maybe] == ["wie-weet"]


def test_of_many_that_may_help_five_are_named_and_the_rest_is_counted():
    answer = help_in(Situation.REDUNDANCY, *(mobility(f"c-{number}", serves=("unknown",)) for number in range(7)))

    assert answer.helpers == ()
    assert (len(answer.maybe), answer.more_maybe) == (MOST_MAYBE, 2)


def test_the_marked_first_contact_that_helps_this_person_leads():
    marked = provider("werkcentrum", "mobility_centre", "curative", first_contact=True)
    branch = provider("branche", "branch_service_point", "curative", sectors=(CRAFTS,))

    answer = help_in(Situation.REDUNDANCY, branch, marked, sector="ambachten")

    assert names(answer) == ["werkcentrum", "branche"]
    assert [bool(helper.first_contact) for helper in answer.helpers] == [True, False]
    assert answer.employer_entry == marked


def test_who_is_ill_begins_at_the_gatekeeper_centre_and_reads_who_is_the_first_contact():
    marked = provider("werkcentrum", "mobility_centre", "reintegration", first_contact=True)
    gatekeeper = provider("poort", "gatekeeper_centre", "reintegration")

    answer = help_in(Situation.ILLNESS, marked, gatekeeper)

    assert names(answer) == ["poort", "werkcentrum"]
    assert "eerste contact voor 6811 AB Arnhem" in answer.helpers[1].first_contact


def test_a_first_contact_that_only_informs_does_not_lead():
    marked = provider("werkcentrum", "mobility_centre", "curative", first_contact=True, min_redundancies=5)

    assert names(help_in(Situation.REDUNDANCY, marked, mobility("ander"))) == ["ander", "werkcentrum"]


# --- UWV -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("situation", "end_date", "sentence"),
    [
        (Situation.REDUNDANCY, date(2027, 6, 30), "UWV kan u misschien helpen vanaf 28 februari 2027."),
        (Situation.ILLNESS, date(2027, 3, 24), "UWV kan u misschien helpen vanaf 24 november 2026."),
        (Situation.REDUNDANCY, date(2027, 3, 23), "UWV kan u misschien nu al helpen."),
        (Situation.REDUNDANCY, None, "vanaf 4 maanden voor uw laatste werkdag"),
        (Situation.ILLNESS, None, "vanaf 4 maanden voor uw laatste werkdag"),
        (Situation.PREPARE, None, "vanaf 4 maanden voor uw laatste werkdag"),
        (Situation.ON_BENEFIT, None, "Dan kan UWV u nu al helpen"),
    ],
)
def test_uwv_helps_from_four_months_before_the_last_working_day(situation, end_date, sentence):
    assert sentence in help_in(situation, end_date=end_date).uwv


def test_before_the_end_uwv_is_listed_with_the_words_of_somebody_who_still_works():
    uwv = provider("uwv", "uwv", "reintegration")

    (helper,) = help_in(Situation.REDUNDANCY, uwv, end_date=date(2027, 1, 1)).helpers

    assert helper.what.startswith("Kan u soms al helpen voordat uw werk stopt")


def test_with_a_benefit_uwv_is_listed_with_the_words_of_somebody_on_benefit():
    uwv = provider("uwv", "uwv", "reintegration")

    (helper,) = help_in(Situation.ON_BENEFIT, uwv).helpers

    assert helper.what == "Helpt mensen met een uitkering weer aan werk."


# --- This week, and the employer -------------------------------------------------------------------------


@pytest.mark.parametrize("situation", [Situation.REDUNDANCY, Situation.ILLNESS, Situation.ON_BENEFIT])
def test_who_loses_work_is_told_to_begin_now(situation):
    assert help_in(situation).begin_now.startswith("Begin nu.")


def test_to_begin_now_names_the_months_that_the_rules_count_with():
    longer = PARAMETERS.with_value(DatedValue(LABOUR_MARKET_DROP_MONTHS, 5, "", None, "test"))

    assert "Na 3 maanden zonder werk" in help_in(Situation.REDUNDANCY).begin_now
    assert "Na 5 maanden zonder werk" in help_in(Situation.REDUNDANCY, parameters=longer).begin_now


def test_who_has_work_is_not_hurried():
    assert help_in(Situation.PREPARE).begin_now == ""


def test_who_is_ill_is_told_of_the_second_track():
    assert any("tweede spoor" in tip for tip in help_in(Situation.ILLNESS).tips)


@pytest.mark.parametrize("situation", list(Situation))
def test_only_who_is_on_benefit_has_no_employer_to_ask(situation):
    assert help_in(situation).has_employer == (situation is not Situation.ON_BENEFIT)


def test_a_fund_that_may_pay_training_is_named_for_the_own_sector():
    fund = provider("fonds", "training_fund", sectors=(CRAFTS,))

    answer = help_in(Situation.REDUNDANCY, fund, sector="ambachten", needs=frozenset({Need.TRAINING}))

    assert answer.training_funds == ("fonds",)
    assert answer.helpers == ()


def test_without_a_sector_no_fund_for_one_sector_is_named():
    fund = provider("fonds", "training_fund", sectors=(CRAFTS,))

    assert help_in(Situation.REDUNDANCY, fund, needs=frozenset({Need.TRAINING})).training_funds == ()
