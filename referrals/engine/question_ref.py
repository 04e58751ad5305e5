"""Where an answer stands in a case: the question, and of which group when each group has its own.

What lives here: that place, and how the input spells it. What does not: the questions in words (sentences.py).
"""

from typing import NamedTuple


class QuestionRef(NamedTuple):
    """A key of a case's input. Without a field it is the group as a whole, or, without a group too, the whole case."""

    field: str | None = None
    group: int | None = None

    @property
    def path(self) -> str:
        """Return the place as input and output spell it: `sector`, `groups[0].end_date`, empty for the whole case."""
        group = None if self.group is None else f"groups[{self.group}]"
        return ".".join(part for part in (group, self.field) if part is not None)


WHOLE_CASE = QuestionRef()
