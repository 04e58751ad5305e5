"""Which network a request comes from: the connection says it, or our own proxy vouches for it; never a made-up one."""

import pytest
from django.test import RequestFactory
from hypothesis import example, given
from hypothesis import strategies as st

from referrals.networks import NoNetwork, network_of

PROXY = "10.0.0.1"


def request_from(address: str, **headers: str):
    return RequestFactory().get("/", REMOTE_ADDR=address, **headers)


@pytest.fixture
def direct(settings):
    settings.CLIENT_ADDRESS_HEADER = ""


@pytest.fixture(params=["X-Forwarded-For", "X-Real-IP", "x-forwarded-for"])
def through_proxy(request, settings):
    """Return what asks which network a request has that comes by our proxy with this in its header."""
    settings.CLIENT_ADDRESS_HEADER, settings.TRUSTED_PROXIES = request.param, 1
    key = f"HTTP_{request.param.upper().replace('-', '_')}"
    return lambda value: network_of(request_from(PROXY, **{key: value}))


@pytest.mark.usefixtures("direct")
@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_CLIENT_IP"])
def test_without_a_proxy_it_is_the_address_of_the_connection_whatever_a_visitor_says(header):
    assert network_of(request_from("192.0.2.1", **{header: "203.0.113.9"})) == "192.0.2.1"


@pytest.mark.parametrize("made_up", ["", "203.0.113.9, ", "x, 203.0.113.9, ", "203.0.113.9,10.0.0.1,", "," * 500])
def test_behind_a_proxy_it_is_what_the_proxy_says_whatever_a_visitor_put_before_it(through_proxy, made_up):
    assert through_proxy(f"{made_up}192.0.2.1") == "192.0.2.1"


@pytest.mark.parametrize("header", ["HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_X_FORWARDED_FOR_", "HTTP_CLIENT_IP"])
def test_no_other_header_than_that_of_the_proxy_counts(settings, header):
    settings.CLIENT_ADDRESS_HEADER = "X-Forwarded-For"
    with pytest.raises(NoNetwork):
        network_of(request_from(PROXY, **{header: "203.0.113.9"}))


def test_of_two_proxies_one_after_another_the_first_says_it(settings):
    settings.CLIENT_ADDRESS_HEADER, settings.TRUSTED_PROXIES = "X-Forwarded-For", 2
    for made_up in ("", "203.0.113.9, ", "203.0.113.9, 203.0.113.8, "):
        through_two = request_from(PROXY, HTTP_X_FORWARDED_FOR=f"{made_up}192.0.2.1, 10.0.0.2")
        assert network_of(through_two) == "192.0.2.1"
    with pytest.raises(NoNetwork):
        network_of(request_from(PROXY, HTTP_X_FORWARDED_FOR="192.0.2.1"))


@pytest.mark.parametrize(
    "nothing", ["", " ", ",", "192.0.2.1,", "unknown", "_hidden", "192.0.2", "192.0.2.256", "1" * 5000]
)
def test_what_is_no_address_is_no_network_and_never_that_of_the_proxy(through_proxy, nothing):
    with pytest.raises(NoNetwork):
        through_proxy(nothing)


@pytest.mark.usefixtures("direct")
def test_a_connection_without_an_address_is_no_network():
    with pytest.raises(NoNetwork):
        network_of(request_from(""))


@pytest.mark.parametrize(
    ("text", "network"),
    [
        ("192.0.2.1:4711", "192.0.2.1"),
        ("[2001:db8:1:2::1]:4711", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2::1]", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::FF", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        # One of IPv4 in the dress of IPv6 is that one: else they would all be one network.
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("64:ff9b::192.0.2.1", "192.0.2.1"),
    ],
)
def test_an_address_is_read_as_proxies_write_it(through_proxy, text, network):
    assert through_proxy(text) == network


def test_one_connection_of_ipv6_is_one_network_and_its_neighbour_another(through_proxy):
    assert through_proxy("2001:db8:1:2::1") == through_proxy("2001:db8:1:2:ffff::1")
    assert through_proxy("2001:db8:1:2::1") != through_proxy("2001:db8:1:3::1")


@given(st.text(st.characters(codec="latin-1"), max_size=300))
@example("[" * 300)
@example("1:" * 150)
def test_whatever_stands_in_the_header_there_is_a_network_or_none(text):
    from django.test import override_settings

    with override_settings(CLIENT_ADDRESS_HEADER="X-Forwarded-For", TRUSTED_PROXIES=1):
        try:
            assert network_of(request_from(PROXY, HTTP_X_FORWARDED_FOR=text))
        except NoNetwork:
            return
