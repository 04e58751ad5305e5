"""Recognising an employer that comes back within a year, without storing who it is.

What lives here: the digest. What does not: counting by it (monitor/counts.py), when a year's key goes (retention.py).
"""

import secrets
from datetime import date

from django.utils.crypto import salted_hmac

from referrals.models import DigestKey

# Domains on which many people who have nothing to do with each other have a mailbox: there the mailbox stands for the
# employer. Everywhere else two mailboxes of one domain are one employer. The list is not complete, and cannot be: a
# domain that is missing makes its employers count as one, so the figures may say too few, never too many.
SHARED_DOMAINS = frozenset(
    "aol.com caiway.nl casema.nl chello.nl fastmail.com freedom.nl gmail.com gmx.com gmx.de gmx.net googlemail.com "
    "hccnet.nl hetnet.nl home.nl hotmail.com hotmail.nl icloud.com kabelfoon.nl kpnmail.nl kpnplanet.nl live.com "
    "live.nl mac.com mail.com me.com msn.com multiweb.nl online.nl onsbrabantnet.nl outlook.com outlook.nl planet.nl "
    "pm.me proton.me protonmail.com quicknet.nl solcon.nl tele2.nl telfort.nl tiscali.nl upcmail.nl versatel.nl "
    "wxs.nl xs4all.nl yahoo.com yahoo.nl zeelandnet.nl ziggo.nl zonnet.nl".split()
)


def digest_of(email: str, on: date) -> str:
    """Return what the employer with this mailbox is known by in the year of the day.

    HMAC-SHA256 under the site's secret key and a random key of that year: without either nobody can find the mailbox
    by trying, and once the key of the year is deleted, no digest of that year can be made again.
    """
    year = DigestKey.objects.get_or_create(year=on.year, defaults={"key": secrets.token_hex(32)})[0]
    return salted_hmac(f"referrals.employers.{year.key}", employer_of(email), algorithm="sha256").hexdigest()


def employer_of(email: str) -> str:
    """Return what stands for the employer in a mail address: the domain, or the mailbox where many share the domain.

    Capitals, dots at the end and what follows a plus make no difference.
    """
    local, _at, domain = email.strip().casefold().rpartition("@")
    domain = domain.rstrip(".")
    return f"{local.partition('+')[0]}@{domain}" if domain in SHARED_DOMAINS else domain
