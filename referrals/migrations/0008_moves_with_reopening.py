"""The database holds the table of moves as it is now: with looking into a case, and with what can be reopened.

The pairs stand here as they were on this day; a test compares the trigger with status.py. Who waits already gets the
day from which its turn is counted: the day on which the request was sent.
"""

from importlib import import_module

from django.db import migrations
from django.utils import timezone

BEFORE = import_module("referrals.migrations.0003_only_allowed_moves").MOVES
MOVES = BEFORE | {
    "seen": ["considering", *BEFORE["seen"]],
    "considering": BEFORE["seen"],
    "declined": ["sent", "accepted"],
    "withdrawn": ["sent", "accepted"],
    "closed": ["in_progress"],
}
WAITING = ("sent", "seen")


def trigger(moves, vendor):
    """Return the statement that refuses every other move than these."""
    pairs = ", ".join(f"'{before}>{after}'" for before, all_after in moves.items() for after in all_after)
    other_move = f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({pairs})"
    begin = "CREATE TRIGGER referrals_only_allowed_moves BEFORE UPDATE OF state ON referrals_referral"
    words = "'this move is not in the table of states'"
    if vendor == "postgresql":
        return f"{begin} FOR EACH ROW WHEN ({other_move}) EXECUTE FUNCTION referrals_refuse({words})"
    return f"{begin} WHEN {other_move} BEGIN SELECT RAISE(ABORT, {words}); END"


def drop(vendor):
    """Return the statement that takes away the trigger of before, if there is one."""
    on = " ON referrals_referral" if vendor == "postgresql" else ""
    return f"DROP TRIGGER IF EXISTS referrals_only_allowed_moves{on}"


def hold(apps, schema_editor):
    """Hold the new table, and give who waits the first day of its turn."""
    vendor = schema_editor.connection.vendor
    schema_editor.execute(drop(vendor), None)
    schema_editor.execute(trigger(MOVES, vendor), None)
    referrals = apps.get_model("referrals", "Referral").objects
    for referral in referrals.filter(state__in=WAITING, sent_at__isnull=False):
        referral.turn_from = timezone.localdate(referral.sent_at)
        referral.save(update_fields=["turn_from"])


def hold_the_one_before(apps, schema_editor):
    """Hold the table of before; who looked into a case has read it."""
    vendor = schema_editor.connection.vendor
    schema_editor.execute(drop(vendor), None)
    apps.get_model("referrals", "Referral").objects.filter(state="considering").update(state="seen")
    schema_editor.execute(trigger(BEFORE, vendor), None)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0007_pauses_parts_and_questions")]

    operations = [migrations.RunPython(hold, hold_the_one_before)]
