"""The rows of the directory. What lives here: their names in one place. What does not: the rows (the modules)."""

from services.models.checking import ContactAttempt, SelfCheck, Snooze
from services.models.editing import Draft, Presence
from services.models.files import ImportPlan, PlanRow
from services.models.history import ActingAs, ChangeSet, RecordChange, Touched, Verb
from services.models.link_checks import LinkCheck
from services.models.proposals import Proposal, ProposalField
from services.models.providers import (
    ROLES_TICKED,
    AreaColumns,
    AreaKind,
    Check,
    ChecksTakenBack,
    DatedParameter,
    Provider,
    ProviderType,
    Role,
    RoleFlags,
    RunBy,
    Sector,
    ServiceArea,
    kind_of,
    roles_held,
)

__all__ = [
    "ROLES_TICKED",
    "ActingAs",
    "AreaColumns",
    "AreaKind",
    "ChangeSet",
    "Check",
    "ChecksTakenBack",
    "ContactAttempt",
    "DatedParameter",
    "Draft",
    "ImportPlan",
    "LinkCheck",
    "PlanRow",
    "Presence",
    "Proposal",
    "ProposalField",
    "Provider",
    "ProviderType",
    "RecordChange",
    "Role",
    "RoleFlags",
    "RunBy",
    "Sector",
    "SelfCheck",
    "ServiceArea",
    "Snooze",
    "Touched",
    "Verb",
    "kind_of",
    "roles_held",
]
