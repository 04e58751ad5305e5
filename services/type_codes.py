"""The types of provider that the rules know by code, and what a type by itself decides.

What lives here: those codes, and the rules that a case and a whole region share (R8, R16). What does not: the types
with their names and roles, which are rows (catalogue.py); staff may add types that no rule knows.
"""

from enum import StrEnum


class TypeCode(StrEnum):
    """The codes of the types that a rule names."""

    BRANCH_SERVICE_POINT = "branch_service_point"
    MOBILITY_CENTRE = "mobility_centre"
    GATEKEEPER_CENTRE = "gatekeeper_centre"
    EMPLOYER_SERVICE_POINT = "employer_service_point"
    LEARNING_WORK_DESK = "learning_work_desk"
    TRAINING_FUND = "training_fund"
    UWV = "uwv"


def is_specific(code: str) -> bool:
    """R16: the general entry for employers, whatever its roles, never closes a gap; any other type does."""
    return code != TypeCode.EMPLOYER_SERVICE_POINT


def helps_healthy_redundant(code: str, takes_redundant: bool | None) -> bool:
    """R8: a gatekeeper centre helps redundant, healthy people only where it says so; any other type does."""
    return code != TypeCode.GATEKEEPER_CENTRE or bool(takes_redundant)
