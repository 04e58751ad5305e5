"""What an organisation is asked about its own record: of each of four parts whether it holds, else what it should be.

What lives here: the words of that. What does not: the form (services/proposed_values.py).
"""

from django import forms
from django.utils.translation import gettext_lazy

from services.freshness import CheckPart
from services.proposed_values import OTHER, YES, PartsForm


class SelfCheckForm(PartsForm):
    """Asks an organisation about itself, and whether it wants to hear what becomes of its changes."""

    questions = {
        CheckPart.EXISTENCE: gettext_lazy("Bestaat uw organisatie nog, met deze naam?"),
        CheckPart.CONTACT: gettext_lazy("Kloppen de contactgegevens?"),
        CheckPart.AREA: gettext_lazy("Klopt het werkgebied?"),
        CheckPart.ROLES: gettext_lazy("Klopt wat u doet?"),
    }
    answers = [(YES, gettext_lazy("Ja, dit klopt")), (OTHER, gettext_lazy("Nee, ik wijzig het hieronder"))]

    wants_answer = forms.BooleanField(
        label=gettext_lazy("Mail ons wat u met onze wijziging doet"), required=False, initial=True
    )
