"""Mail addresses that somebody typed: which can be mailed to, and which are one mailbox.

What lives here: judging an address by its text. What does not: whether somebody reads it, how often it
may be mailed (both are for referrals).
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Names of this machine and of the network around it: the mail server would hand such mail to itself.
NEARBY = {"localhost", "localdomain", "local", "internal"}
# Where dots in front of the @ make no difference, with the other name of the same mailboxes.
DOTS_DO_NOT_COUNT = "gmail.com"
OTHER_NAMES = {"googlemail.com": DOTS_DO_NOT_COUNT}
LONGEST_DOMAIN = 253


def mailbox_of(address: str) -> str:
    """Return one name for the mailbox behind an address, whatever tag, capitals or dots it was typed with."""
    name, _at, domain = address.strip().lower().rpartition("@")
    domain = OTHER_NAMES.get(domain, domain)
    name = name.partition("+")[0]
    if domain == DOTS_DO_NOT_COUNT:
        name = name.replace(".", "")
    return f"{name}@{_in_ascii(domain) or domain}"


def can_be_mailed(address: str) -> bool:
    """Return whether mail to an address leaves for the domain that was typed.

    No address of a machine, none in quotes (a mailbox has one address without and many with them), and no domain that
    mail software reads as another one.
    """
    name, _at, domain = address.strip().lower().rpartition("@")
    last = domain.rpartition(".")[2]
    is_machine = not last.strip("[]0123456789:") or last.endswith("]") or last in NEARBY
    return '"' not in name and not is_machine and _in_ascii(domain) is not None


def refuse_unmailable(address: str) -> None:
    """Raise a ValidationError where mail to this address cannot leave for the domain that was typed."""
    if not can_be_mailed(address):
        raise ValidationError(_("Naar dit adres kunnen wij geen mail sturen. Gebruik een ander adres."))


def _in_ascii(domain: str) -> str | None:
    """Return a domain as mail servers know it; None where that would be another domain than the one that was typed.

    Python and Django turn letters into ASCII as IDNA 2003 does: ß becomes ss, which is somebody else's domain in
    IDNA 2008. What comes back as it was typed is the same in both.
    """
    if domain.isascii():
        return domain
    if len(domain) > LONGEST_DOMAIN:  # no name of the internet, and turning it into one takes long
        return None
    try:
        ascii_domain = domain.encode("idna")
        return ascii_domain.decode("ascii") if ascii_domain.decode("idna") == domain else None
    except UnicodeError:
        return None
