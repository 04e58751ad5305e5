"""The fixed ids of the rules: what output, addresses of pages and kept plans call them.

What lives here: ids. What does not: what each rule says (sentences.py) and when it applies (rules.py, duties.py).
"""

from enum import StrEnum


class RuleId(StrEnum):
    """The id of each rule. Links and plans that were kept hold these words: none of them ever changes."""

    R1_ROLE = "R1-role"
    R2_AREA = "R2-area"
    R3_SECTOR = "R3-sector"
    R4_NARROW_TO_BROAD = "R4-narrow-to-broad"
    R5_MINIMUM = "R5-minimum"
    R6_FOUR_MONTHS = "R6-four-months"
    R7_ILL = "R7-ill"
    R8_GATEKEEPER_REDUNDANT = "R8-gatekeeper-redundant"
    R9_TRAINING = "R9-training"
    R10_ENTRY = "R10-entry"
    R11_COLLECTIVE = "R11-collective"
    R12_SOCIAL_PLAN = "R12-social-plan"
    R13_TRAINING_FUND = "R13-training-fund"
    R14_PRIVATE = "R14-private"
    R15_FLEX_FIRST = "R15-flex-first"
    R16_NO_PROVIDER = "R16-no-provider"
    R17_FRESH = "R17-fresh"
    R18_UNKNOWN = "R18-unknown"
    R19_SMALL_FIRM = "R19-small-firm"
