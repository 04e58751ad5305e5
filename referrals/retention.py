"""What goes when: stored cases whose period has passed.

What lives here: the one place that deletes by time. What does not: deleting by choice (keeping.py).
"""

from datetime import date

from referrals.models import SavedCase


def delete_expired(*, on: date, dry_run: bool = False) -> int:
    """Delete the kept cases that expired on or before the day; return how many (there are, in a dry run)."""
    expired = SavedCase.objects.filter(expires_on__lte=on)
    if dry_run:
        return expired.count()
    deleted, _per_model = expired.delete()
    return deleted
