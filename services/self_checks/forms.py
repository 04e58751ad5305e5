"""What an organisation is asked about its own record: of each of four parts whether it holds, else what it should be.

What lives here: that form. What does not: the values themselves (services/proposed_values.py).
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from services.freshness import CheckPart
from services.proposed_values import ValuesForm
from services.upkeep.proposals import PROPOSABLE

YES, OTHER = "ja", "anders"
QUESTIONS = {
    CheckPart.EXISTENCE: gettext_lazy("Bestaat uw organisatie nog, met deze naam?"),
    CheckPart.CONTACT: gettext_lazy("Kloppen de contactgegevens?"),
    CheckPart.AREA: gettext_lazy("Klopt het werkgebied?"),
    CheckPart.ROLES: gettext_lazy("Klopt wat u doet?"),
}
ANSWERS = [(YES, gettext_lazy("Ja, dit klopt")), (OTHER, gettext_lazy("Nee, ik wijzig het hieronder"))]


def question_of(part: CheckPart) -> str:
    """Return the name of the question whether a part holds; a field of the record may have the part's own name."""
    return f"klopt_{part.value}"


class Part(NamedTuple):
    """One part of a record: what is asked about it, and its fields."""

    code: str
    question: forms.BoundField
    fields: Sequence[forms.BoundField]


class SelfCheckForm(ValuesForm):
    """Asks of each part whether it holds. What is not answered is not known, and stays so."""

    wants_answer = forms.BooleanField(
        label=gettext_lazy("Mail ons wat u met onze wijziging doet"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part, question in QUESTIONS.items():
            self.fields[question_of(part)] = forms.ChoiceField(
                label=question, choices=ANSWERS, widget=forms.RadioSelect, required=False
            )

    def asked(self) -> list[Part]:
        """Return the parts in order."""
        return [Part(part.value, self[question_of(part)], self.part(part)) for part in CheckPart]

    @property
    def holds(self) -> list[CheckPart]:
        """Return the parts that hold."""
        return [part for part in CheckPart if self.cleaned_data[question_of(part)] == YES]

    def clean(self) -> dict[str, Any]:
        """Refuse a yes beside another value, a no without one, and no answer at all."""
        said = super().clean()
        if self.errors:
            return said
        changed = self.proposed
        for part in CheckPart:
            is_changed = any(name in changed for name in PROPOSABLE[part])
            if is_changed and said[question_of(part)] != OTHER:
                self.add_error(question_of(part), _("U wijzigde hier iets. Kies dan: ik wijzig het hieronder."))
            elif said[question_of(part)] == OTHER and not is_changed and not said["text"]:
                self.add_error(question_of(part), _("Wijzig wat anders moet, of schrijf het bij de toelichting."))
        if not self.errors and not (said["text"] or any(said[question_of(part)] for part in CheckPart)):
            self.add_error(None, _("Beantwoord minstens een vraag."))
        return said
