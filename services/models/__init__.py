"""The rows of the directory. What lives here: their names in one place. What does not: the rows (the modules)."""

from services.models.editing import Draft, Presence
from services.models.files import ImportPlan
from services.models.history import ActingAs, ChangeSet, RecordChange, Touched, Verb
from services.models.link_checks import LinkCheck
from services.models.providers import (
    ROLES_TICKED,
    AreaColumns,
    AreaKind,
    Check,
    ChecksTakenBack,
    DatedParameter,
    Provider,
    ProviderType,
    PublicReport,
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
    "DatedParameter",
    "Draft",
    "ImportPlan",
    "LinkCheck",
    "Presence",
    "Provider",
    "ProviderType",
    "PublicReport",
    "RecordChange",
    "Role",
    "RoleFlags",
    "RunBy",
    "Sector",
    "ServiceArea",
    "Touched",
    "Verb",
    "kind_of",
    "roles_held",
]
