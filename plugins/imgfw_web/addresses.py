"""Which addresses of the network may be connected to: public ones alone."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Place = tuple[str, int]
"""An address and a port."""
Resolve = Callable[[str, int], Sequence[Place]]
"""From the name of a host, and a port, to every place it may be connected at."""

_NAT64 = IPv6Network("64:ff9b::/96")
_UNICAST, _EXAMPLES = IPv6Network("2000::/3"), IPv6Network("3fff::/20")
_RESERVED = (
    IPv4Network("192.0.0.0/24"),  # protocol assignments
    IPv4Network("192.88.99.0/24"),  # relays from IPv6 to IPv4
    IPv4Network("168.63.129.16/32"),  # looks public, answers inside one cloud only
)


def is_public(address: str) -> bool:
    """Whether an IP address leads to the public internet, and into no network of one's own.

    Not so: private, loopback, link-local, multicast, reserved and unspecified ones; and IPv6 addresses that
    hold such an IPv4 address (mapped, NAT64, 6to4) or are tunnels (Teredo). What is no IP address is not.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return False
    if isinstance(found, IPv4Address):
        return _is_public_4(found)
    inner = _inside(found)
    if inner is not None:
        return _is_public_4(inner)
    usual = found in _UNICAST and found not in _EXAMPLES and found.teredo is None
    return usual and _is_plain(found)


def looked_up(host: str, port: int) -> list[Place]:
    """The places of a host as the system knows them. Raises OSError where it knows none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys((str(place[0]), port) for *_, place in found))


def allowed(places: Sequence[Place]) -> Iterator[Place]:
    """Those of these places that are public."""
    return (place for place in places if is_public(place[0]))


def _is_public_4(address: IPv4Address) -> bool:
    return _is_plain(address) and not any(address in network for network in _RESERVED)


def _is_plain(address: IPv4Address | IPv6Address) -> bool:
    special = address.is_multicast or address.is_reserved or address.is_link_local or address.is_loopback
    return address.is_global and not (special or address.is_private or address.is_unspecified)


def _inside(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
