"""The names of the dated values that the rules use. The values, their periods and sources are data.

What lives here: names. What does not: the values (fixtures, staff's admin), looking one up (services/parameters.py).
"""

from referrals.engine.rule_ids import RuleId
from services.freshness import DUE_DAYS, NOT_REFERABLE_DAYS, OVERDUE_DAYS

COLLECTIVE_DISMISSAL_MINIMUM = "collective_dismissal_minimum"
COLLECTIVE_DISMISSAL_WINDOW_MONTHS = "collective_dismissal_window_months"
NOTIFICATION_WAIT_MONTHS = "notification_wait_months"
SOCIAL_PLAN_MINIMUM = "social_plan_minimum"
UWV_REACH_MONTHS = "uwv_reach_months"
TEMPORARY_NOTICE_MONTHS = "temporary_notice_months"
SMALL_FIRM_LIMIT = "small_firm_limit"
LABOUR_MARKET_DROP_MONTHS = "labour_market_drop_months"

# Facts of law that a plan names where staff checked them, and asks to be found out at UWV where not.
NOTICE_UNDER_5 = "notice_under_5"
NOTICE_5_TO_10 = "notice_5_to_10"
NOTICE_10_TO_15 = "notice_10_to_15"
NOTICE_FROM_15 = "notice_from_15"
NOTICE_REMAINING_MONTHS = "notice_remaining_months"
UWV_DECISION_WEEKS = "uwv_decision_weeks"
PERMIT_USE_WEEKS = "permit_use_weeks"
TRANSITION_YEAR_PART = "transition_year_part"
TRANSITION_MAXIMUM = "transition_maximum"
TRANSITION_DEDUCTION = "transition_deduction"
WW_FULL_YEARS = "ww_full_years"
WW_LATER_PART = "ww_later_part"
WW_LEAST_MONTHS = "ww_least_months"
WW_MOST_MONTHS = "ww_most_months"
FACTS_OF_LAW = (
    NOTICE_UNDER_5,
    NOTICE_5_TO_10,
    NOTICE_10_TO_15,
    NOTICE_FROM_15,
    NOTICE_REMAINING_MONTHS,
    UWV_DECISION_WEEKS,
    PERMIT_USE_WEEKS,
    TRANSITION_YEAR_PART,
    TRANSITION_MAXIMUM,
    TRANSITION_DEDUCTION,
    WW_FULL_YEARS,
    WW_LATER_PART,
    WW_LEAST_MONTHS,
    WW_MOST_MONTHS,
)

# The dated values that a title names, by their name in it.
NAMED_IN_TITLES = {RuleId.R6_FOUR_MONTHS: {"months": UWV_REACH_MONTHS}}

# The dated values behind each rule, for the pages of the rules.
PARAMETERS_OF_RULES = {
    RuleId.R6_FOUR_MONTHS: (UWV_REACH_MONTHS,),
    RuleId.R11_COLLECTIVE: (
        COLLECTIVE_DISMISSAL_MINIMUM,
        COLLECTIVE_DISMISSAL_WINDOW_MONTHS,
        NOTIFICATION_WAIT_MONTHS,
        NOTICE_UNDER_5,
        NOTICE_5_TO_10,
        NOTICE_10_TO_15,
        NOTICE_FROM_15,
        NOTICE_REMAINING_MONTHS,
        UWV_DECISION_WEEKS,
    ),
    RuleId.R12_SOCIAL_PLAN: (SOCIAL_PLAN_MINIMUM,),
    RuleId.R15_FLEX_FIRST: (TEMPORARY_NOTICE_MONTHS,),
    RuleId.R17_FRESH: (DUE_DAYS, OVERDUE_DAYS, NOT_REFERABLE_DAYS),
    RuleId.R19_SMALL_FIRM: (SMALL_FIRM_LIMIT,),
}
