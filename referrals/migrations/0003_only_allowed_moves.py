"""The database holds the table of states: no other move of a referral, and no change of what happened.

The pairs stand here as they were on this day (a migration must not follow later code); a test compares the trigger
with status.py. SQLite lets events be deleted, since that is how Django empties its tables between tests.
"""

from django.db import migrations

MOVES = {
    "draft": ["awaiting_confirmation", "sent", "withdrawn"],
    "awaiting_confirmation": ["sent", "withdrawn"],
    "sent": ["seen", "accepted", "declined", "forwarded", "no_answer", "withdrawn"],
    "seen": ["accepted", "declined", "forwarded", "no_answer", "withdrawn"],
    "no_answer": ["accepted", "declined", "forwarded", "withdrawn"],
    "accepted": ["in_progress", "declined", "closed", "withdrawn"],
    "in_progress": ["closed", "withdrawn"],
}
PAIRS = ", ".join(f"'{before}>{after}'" for before, all_after in MOVES.items() for after in all_after)
OTHER_MOVE = f"OLD.state <> NEW.state AND OLD.state || '>' || NEW.state NOT IN ({PAIRS})"

SQLITE = [
    f"CREATE TRIGGER referrals_only_allowed_moves BEFORE UPDATE OF state ON referrals_referral WHEN {OTHER_MOVE} "
    "BEGIN SELECT RAISE(ABORT, 'this move is not in the table of states'); END",
    "CREATE TRIGGER referrals_events_stay BEFORE UPDATE ON referrals_referralevent "
    "BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END",
]
NO_SQLITE = ["DROP TRIGGER referrals_only_allowed_moves", "DROP TRIGGER referrals_events_stay"]
POSTGRESQL = [
    "CREATE FUNCTION referrals_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'check_violation'; END$$",
    f"CREATE TRIGGER referrals_only_allowed_moves BEFORE UPDATE OF state ON referrals_referral FOR EACH ROW "
    f"WHEN ({OTHER_MOVE}) EXECUTE FUNCTION referrals_refuse('this move is not in the table of states')",
    "CREATE TRIGGER referrals_events_stay BEFORE UPDATE OR DELETE ON referrals_referralevent FOR EACH ROW "
    "EXECUTE FUNCTION referrals_refuse('an event is never changed')",
]
NO_POSTGRESQL = [
    "DROP TRIGGER referrals_only_allowed_moves ON referrals_referral",
    "DROP TRIGGER referrals_events_stay ON referrals_referralevent",
    "DROP FUNCTION referrals_refuse()",
]


def hold(apps, schema_editor):
    """Make the triggers."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, None)


def let_go(apps, schema_editor):
    """Remove them."""
    for statement in NO_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else NO_SQLITE:
        schema_editor.execute(statement, None)


class Migration(migrations.Migration):
    dependencies = [("referrals", "0002_referrals_and_mail")]

    operations = [migrations.RunPython(hold, let_go)]
