"""What somebody heard or saw of an organisation, taken down at once: other values, and what holds as it is.

What lives here: that verb. What does not: a check by itself (checks.py), what somebody proposes (proposals.py).
"""

from collections.abc import Collection
from datetime import date

from regions.writing import verb
from services.freshness import CheckPart
from services.models import ChangeSet, Check, Provider, Verb
from services.upkeep.checks import confirm, parts_of_record
from services.upkeep.door import Actor, Version, change
from services.upkeep.record import Record
from services.upkeep.records import edit


@verb
def take_down(
    *,
    provider: Provider,
    values: Record,
    holds: Collection[CheckPart],
    by: Actor,
    on: date,
    method: Check.Method | str,
    seen: Version,
    note: str = "",
) -> ChangeSet | None:
    """Change the fields that were told otherwise, and record a check of the parts that hold by now; one change set.

    None where there was nothing to write. Of a part of which the record says nothing there is no check. `seen` is the
    version that was answered about: MovedSinceSeen where it is another by now, and nothing is written.
    """
    done = Verb.EDIT if values else Verb.CONFIRM
    with change(done, by=by, records=[provider.pk], seen={provider.pk: seen}) as door:
        edit(provider=provider, told=values, by=by, on=on)
        if parts := parts_of_record(provider) & frozenset(holds):
            confirm(provider=provider, parts=parts, on=on, by=by, method=method, note=note)
    return ChangeSet.objects.filter(pk=door.change_set.pk).first()
