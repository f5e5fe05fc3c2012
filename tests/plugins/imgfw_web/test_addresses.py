"""Which addresses may be connected to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imgfw_web.addresses import allowed, is_public, looked_up

NOT_PUBLIC = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1",
    "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255",
    "192.0.0.1", "192.0.0.9", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.0.1", "192.168.255.255",
    "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::127.0.0.1", "100::1", "2001::1", "2001:db8::1", "2001:10::1", "3fff::1",
    "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1", "ff02::1", "ff0e::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:a9fe:a9fe", "::ffff:0:0",
    "64:ff9b::127.0.0.1", "64:ff9b::169.254.169.254", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::", "2002:a9fe:a9fe::1", "2002:c0a8:1::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "", "localhost", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "127.0.0.1:80", "[::1]", " 8.8.8.8",
]  # fmt: skip
PUBLIC = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255",
    "128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.0", "192.167.255.255", "223.255.255.255",
    "2606:4700:4700::1111", "2a00:1450:4001:801::200e", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_what_is_not_public_is_refused(address):
    """Private, special and wrapped addresses, and what only looks like one."""
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public_is_accepted(address):
    """The neighbours of private networks among them."""
    assert is_public(address)


@given(st.integers(0, 2**32 - 1))
def test_a_wrapped_address_is_judged_like_the_one_inside(number):
    """IPv4 in IPv6: mapped, NAT64, 6to4."""
    inside = IPv4Address(number)
    wrapped = [
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(0x64FF9B << 96 | number),
        IPv6Address(0x2002 << 112 | number << 80),
    ]

    assert {is_public(str(each)) for each in wrapped} == {is_public(str(inside))}


@given(st.one_of(st.integers(0, 2**32 - 1).map(IPv4Address), st.integers(0, 2**128 - 1).map(IPv6Address)))
def test_nothing_that_python_calls_special_is_public(address):
    """For any address."""
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or getattr(address, "is_site_local", False)
    )
    wrapped = isinstance(address, IPv6Address) and address.ipv4_mapped

    assert wrapped or not (special and is_public(str(address)))


def test_only_the_public_places_are_left():
    """In their order."""
    places = [("8.8.8.8", 443), ("10.0.0.1", 443), ("2606:4700:4700::1111", 443)]

    assert list(allowed(places)) == [places[0], places[2]]


def test_the_system_looks_up_names(monkeypatch):
    """Each place is told once, in the order of the system."""
    found = [(2, 1, 6, "", (address, 443)) for address in ("8.8.8.8", "8.8.8.8", "1.1.1.1")]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: found)

    assert looked_up("pictures.example", 443) == [("8.8.8.8", 443), ("1.1.1.1", 443)]
