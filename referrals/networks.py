"""Which network a request comes from, as far as a limit is concerned.

What lives here: reading the address of the connection, or the one that our own proxy vouches for. What does not: the
limits (rate_limits.py), turning away what has no network (vwnw_portal/gate.py).
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest

# What one connection of a household or an office gets: an address of its own for each try would be no limit.
IPV6_NETWORK = 64
# Addresses that are one of IPv4 in the dress of IPv6: as one IPv6 network they would be everybody.
WITH_IPV4_INSIDE = (ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96"))
IPV4_PART = 2**32 - 1
# Some proxies name the port too: 192.0.2.1:1234, [2001:db8::1]:1234.
WITH_PORT = re.compile(r"\[([^\[\]]+)\](?::\d{1,5})?|([^:]+):\d{1,5}")
LONGEST_ADDRESS = 100


class NoNetwork(SuspiciousOperation):
    """Nobody vouches for where a request comes from: it passed the proxy by, or the proxy does not say."""


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from; raise NoNetwork where that cannot be known.

    Each of our proxies adds the address that it saw at the end of its header, so as many entries from the end as we
    have proxies stands the first that we can trust. What stands before it the visitor may have made up.
    """
    if not settings.CLIENT_ADDRESS_HEADER:
        return _network(request.META.get("REMOTE_ADDR", ""))
    entries = request.headers.get(settings.CLIENT_ADDRESS_HEADER, "").rsplit(",", settings.TRUSTED_PROXIES)
    vouched_for = entries[-settings.TRUSTED_PROXIES :]
    if len(vouched_for) < settings.TRUSTED_PROXIES:
        raise NoNetwork
    return _network(vouched_for[0])


def _network(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_ADDRESS:
        raise NoNetwork
    if with_port := WITH_PORT.fullmatch(text):
        text = with_port[1] or with_port[2]
    try:
        address = ip_address(text)
    except ValueError:
        raise NoNetwork from None
    if any(address in network for network in WITH_IPV4_INSIDE):
        address = IPv4Address(int(address) & IPV4_PART)
    if isinstance(address, IPv6Address):
        return str(ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)
