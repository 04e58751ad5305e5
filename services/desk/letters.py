"""The mail of the desk: to its own people, and to who proposed something.

What lives here: the words. What does not: when one goes (staff.py, proposed.py), how it looks and leaves
(services/letter.py).
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from notation.dates import date_in_words
from services.desk.rights import rights_of
from services.letter import Letter, post
from services.models import Proposal, ProposalField
from services.proposed_values import label_of
from services.staff_models import Invitation


def invite(invitation: Invitation, token: str) -> None:
    """Mail the link of an invitation, in the transaction that makes it."""
    rights = rights_of(invitation.scopes.all())
    with override("nl"):
        letter = Letter(
            subject="Werk mee aan het VWNW-portaal",
            before=[
                f"{invitation.by} nodigt u uit om de gegevens van het VWNW-portaal bij te houden.",
                f"U wordt {rights.in_words}.",
            ],
            link_text="Bekijk de uitnodiging",
            link=settings.SITE_URL + reverse("desk_invitation", args=[token]),
            after=[
                f"De link werkt een keer, tot en met {date_in_words(invitation.expires_on)}.",
                "Stuur deze mail niet door: de link is alleen voor u.",
            ],
        )
        post(letter, invitation.email, why="U krijgt deze mail omdat een beheerder dit adres invulde.")


def tell_proposer(proposal: Proposal) -> None:
    """Mail who proposed something what became of it, in the transaction that closes it; the address goes with that."""
    with override(proposal.language):
        told = [_became(row) for row in proposal.fields.all()]
        outcome = str(_OUTCOMES[Proposal.State(proposal.state)])
        letter = Letter(
            subject=_("Wat wij deden met uw melding over %(name)s") % {"name": proposal.provider.name},
            before=[outcome, *told, *([proposal.answer] if proposal.answer else [])],
            link_text=_("Bekijk de pagina"),
            link=settings.SITE_URL + reverse("organisation", args=[proposal.provider.slug]),
            after=[_("Dank u voor uw hulp. Uw e-mailadres staat nu niet meer bij de melding.")],
        )
        why = _("U krijgt deze mail omdat dit adres bij een melding over deze organisatie is ingevuld.")
        post(letter, proposal.email, why=why)


_OUTCOMES = {
    Proposal.State.ACCEPTED: gettext_lazy("Het klopte wat u zei. Wij hebben het verwerkt."),
    Proposal.State.REJECTED: gettext_lazy("Wij hebben dit nagekeken en niet overgenomen."),
    Proposal.State.OUTDATED: gettext_lazy("Dit stond er al toen wij keken."),
}


def _became(row: ProposalField) -> str:
    """Return what became of one field, without its values: who reads this mail may be anybody."""
    words = {
        Proposal.State.ACCEPTED: _("%(field)s: overgenomen."),
        Proposal.State.OUTDATED: _("%(field)s: stond er al."),
    }
    if row.state == Proposal.State.REJECTED:
        return _("%(field)s: niet overgenomen. %(why)s") % {"field": label_of(row.field), "why": row.reason}
    return words[Proposal.State(row.state)] % {"field": label_of(row.field)}
