"""`draw_moves`: print the states of a referral and the moves between them, as a diagram in Markdown.

`python manage.py draw_moves > docs/referral-states.md` renews the page in docs; a test holds that page to the table.
"""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from referrals.status import ENDED, MOVES, REOPENINGS, State, may_move

INTRODUCTION = """\
# The states of a referral

Drawn from the table in `referrals/status.py`, which the database holds too. After a change of that table renew this
page with `python manage.py draw_moves > docs/referral-states.md`; a test holds the two together. Who makes a move, and
what goes along with it, stands in `referrals/loop/actions.py`, `pauses.py`, `reopening.py` and `followup.py` beside it.
"""


class Command(BaseCommand):
    """Prints the page; changes nothing."""

    help = "Tekent de staten van een doorverwijzing en de stappen ertussen, als Markdown."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the page, in English."""
        with translation.override("en"):
            self.stdout.write("\n".join([INTRODUCTION, "```mermaid", *diagram(), "```"]))


def diagram() -> Iterator[str]:
    """Give the lines of a Mermaid state diagram: each state in words, where it begins, each move, and where it ends."""
    yield "stateDiagram-v2"
    yield from (f'    state "{state.label}" as {state}' for state in State)
    reached = frozenset().union(*MOVES.values())
    yield from (f"    [*] --> {state}" for state in State if state not in reached)
    yield from (f"    {before} --> {after}" for before in State for after in State if may_move(before, after))
    yield from (
        f"    {before} --> {after}: reopened"
        for before in State
        for after in State
        if may_move(before, after, REOPENINGS)
    )
    yield from (f"    {state} --> [*]" for state in State if state in ENDED)
