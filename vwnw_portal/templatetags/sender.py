"""Who sends what a reader sees: the organisation that runs the portal, and how to reach it.

What lives here: that sender, for the templates of pages and of mails. What does not: its values (settings), the words
around them (templates/portal, templates/mail).
"""

from typing import NamedTuple

from django import template
from django.conf import settings
from django.utils.translation import gettext as _

register = template.Library()


class Sender(NamedTuple):
    """Who runs the portal. What is not set is empty, which production refuses; elsewhere pages say what will come."""

    owner: str
    contact_email: str
    privacy_contact: str
    complaint_way: str

    @property
    def who_runs_it(self) -> str:
        """Return in one sentence who runs the portal, for pages and mails alike."""
        if not self.owner:
            return _("Hier staat straks wie dit portaal beheert.")
        return _("%(owner)s beheert dit portaal.") % {"owner": self.owner}


@register.simple_tag(name="sender")
def current_sender() -> Sender:
    """Return the sender as the settings name it."""
    return Sender(
        owner=settings.OWNER_NAME,
        contact_email=settings.CONTACT_EMAIL,
        privacy_contact=settings.PRIVACY_CONTACT,
        complaint_way=settings.COMPLAINT_WAY,
    )
