"""Whether a daily command would do too much at once: then the clock is wrong, or nobody ran it for long.

What lives here: that judgement, for what cannot be undone. What does not: the commands. Imports nothing of the portal.
"""

from datetime import datetime

# Of what is kept or waits for weeks only a part comes to its end on one day. Few things may well do so together.
MOST_AT_ONCE = 20
GREATEST_SHARE = 0.5


class TooMuchAtOnce(Exception):
    """What a command was about to do to most of what there is; somebody has to ask for it once more."""

    def __init__(self, what: str, number: int, of_all: int) -> None:
        super().__init__(f"{what}: {number} van {of_all}")


def asked_again(refused: TooMuchAtOnce, now: datetime) -> str:
    """Return what a command says to whoever runs it."""
    return (
        f"Niets gedaan. Dit is in een keer te veel: {refused}. Klopt de klok van deze machine "
        f"({now:%Y-%m-%d %H:%M} UTC), of is dit commando lang niet gedraaid? Kijk het na, en geef dan --force mee."
    )


def refuse_too_much(what: str, number: int, of_all: int) -> None:
    """Raise TooMuchAtOnce where this number is many, and the greater part of all."""
    if number > MOST_AT_ONCE and number > GREATEST_SHARE * of_all:
        raise TooMuchAtOnce(what, number, of_all)
