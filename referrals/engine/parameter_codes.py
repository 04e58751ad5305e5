"""The names of the dated values that the rules use. The values, their periods and sources are data.

What lives here: names. What does not: the values (fixtures, staff's admin), looking one up (services/parameters.py).
"""

COLLECTIVE_DISMISSAL_MINIMUM = "collective_dismissal_minimum"
COLLECTIVE_DISMISSAL_WINDOW_MONTHS = "collective_dismissal_window_months"
NOTIFICATION_WAIT_MONTHS = "notification_wait_months"
SOCIAL_PLAN_MINIMUM = "social_plan_minimum"
UWV_REACH_MONTHS = "uwv_reach_months"
SMALL_FIRM_LIMIT = "small_firm_limit"
LABOUR_MARKET_DROP_MONTHS = "labour_market_drop_months"

# The dated values behind each rule, for the pages of the rules. R17's are named in services/freshness.py.
PARAMETERS_OF_RULES = {
    "R6-four-months": (UWV_REACH_MONTHS,),
    "R11-collective": (
        COLLECTIVE_DISMISSAL_MINIMUM,
        COLLECTIVE_DISMISSAL_WINDOW_MONTHS,
        NOTIFICATION_WAIT_MONTHS,
    ),
    "R12-social-plan": (SOCIAL_PLAN_MINIMUM,),
    "R17-fresh": ("check_due_days", "check_overdue_days", "check_not_referable_days"),
    "R19-small-firm": (SMALL_FIRM_LIMIT,),
}
