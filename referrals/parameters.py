"""The names of the dated values that the rules use. The values, their periods and sources are data.

What lives here: names. What does not: the values (fixtures, staff's admin), looking one up (services/parameters.py).
"""

COLLECTIVE_DISMISSAL_MINIMUM = "collective_dismissal_minimum"
COLLECTIVE_DISMISSAL_WINDOW_MONTHS = "collective_dismissal_window_months"
NOTIFICATION_WAIT_MONTHS = "notification_wait_months"
SOCIAL_PLAN_MINIMUM = "social_plan_minimum"
UWV_REACH_MONTHS = "uwv_reach_months"
SMALL_FIRM_LIMIT = "small_firm_limit"
