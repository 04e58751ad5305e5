"""Which machines of a name may be asked: those of the whole world, and none of our own network.

What lives here: looking a name up, once, and judging every address that it stands for. What does not: asking them.
"""

import socket
from concurrent.futures import ThreadPoolExecutor
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, NamedTuple

from django.conf import settings

# All that is given out to sites lies here. Outside are the addresses in which one of IPv4 is wrapped, of this network
# or another; inside, those of 6to4 are wrapped ones too.
_IPV6_OF_SITES = ip_network("2000::/3")


class Machine(NamedTuple):
    """Where a name leads: the kind of network, and the place in it."""

    family: socket.AddressFamily
    place: tuple[Any, ...]


class NotAsked(Exception):
    """This is not an address that anybody may have us ask."""


class NoSuchName(Exception):
    """No machine has this name, says the network."""


def machines_of(host: str, port: int, seconds: float) -> list[Machine]:
    """Return where a host is reached; raise NotAsked where any of it is not public."""
    found = _looked_up(host, port, seconds)
    if not all(may_be_asked(place[0]) for *_kind, place in found):
        raise NotAsked(host)
    return [Machine(family, place) for family, *_kind, place in found]


def may_be_asked(address: str) -> bool:
    """Return whether an address is one of a public machine."""
    ip = ip_address(address)
    return is_public(ip) or (settings.LINK_CHECKS_ASK_LOOPBACK and ip.is_loopback)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is one machine, reachable from anywhere."""
    if isinstance(ip, IPv6Address) and (ip not in _IPV6_OF_SITES or ip.sixtofour or ip.teredo):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _looked_up(host: str, port: int, seconds: float) -> list[tuple]:
    """Return what a name stands for. A server of names that keeps silent is left behind: it cannot be hung up on."""
    beside = ThreadPoolExecutor(max_workers=1)
    try:
        return beside.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(timeout=seconds)
    except socket.gaierror as error:
        if error.errno == socket.EAI_NONAME:
            raise NoSuchName(host) from error
        raise
    finally:
        beside.shutdown(wait=False)
