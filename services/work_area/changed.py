"""Which providers changed between two versions of the directory.

What lives here: reading that from history. What does not: the versions (regions/versions.py), keeping history
(upkeep/door.py), what is done about it (index.py).
"""

from uuid import UUID

from services.models import ChangeSet

# Of more it is not worth knowing which they were.
MOST = 1_000


def changed_between(before: UUID | None, after: UUID | None) -> frozenset[int] | None:
    """Return the keys of the providers that changed from one version to the other; None where that is not known.

    Every set of changes keeps the version that it left. Only where sets lead from the one version to the other without
    a gap, nothing else was written between: neither by hand, nor in what was rolled back or put back from a copy.
    """
    left = ChangeSet.objects.filter(version=before).values("pk")[:1]
    since = ChangeSet.objects.filter(pk__gt=left).order_by("pk")
    rows = list(since.values_list("version", "records__provider_id")[: MOST + 1])
    versions, changed = {version for version, _key in rows}, {key for _version, key in rows}
    if len(rows) > MOST or after not in versions or None in versions or None in changed:
        return None
    return frozenset(changed)
