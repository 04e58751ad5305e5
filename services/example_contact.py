"""Contact data that can only be an example: on a domain that exists for that.

What lives here: telling them by their text. What does not: the invented organisations of a demo (files/examples.py).
"""

from urllib.parse import urlsplit

# Domains that exist for examples only (RFC 2606): contact data there is never real.
EXAMPLE_DOMAINS = ("example.org", "example.com", "example.net")


def is_example_contact(email: str, website: str) -> bool:
    """Return whether an e-mail address or a website lies on a domain that exists for examples only."""
    hosts = (email.rpartition("@")[2].lower(), urlsplit(website).hostname or "")
    return any(host == domain or host.endswith(f".{domain}") for host in hosts for domain in EXAMPLE_DOMAINS)
