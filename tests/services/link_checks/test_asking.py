"""One question about a link: what the answer means, and that nobody leads us into our own network."""

import socket
from ipaddress import ip_address

import pytest

from services.link_checks import asking
from services.link_checks.addresses import is_public
from services.link_checks.asking import Answer, Verdict, ask
from tests.services.link_checks.website import byte_by_byte, for_ever, website


@pytest.fixture
def site(settings):
    settings.LINK_CHECKS_ASK_LOOPBACK = True
    with website() as served:
        yield served


def answer_of(url: str) -> Answer:
    return ask(url, lambda host: True)


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        *[(status, Verdict.WORKS) for status in (200, 204)],
        *[(status, Verdict.GONE) for status in (404, 410)],
        *[(status, Verdict.UNKNOWN) for status in (304, 400, 401, 403, 405, 429, 451, 500, 502, 503)],
    ],
)
def test_only_a_page_that_is_said_to_be_gone_is_gone(site, status, verdict):
    site.replies["/"] = status

    assert answer_of(site.url()) == Answer(verdict, str(status))


def test_the_question_says_who_asks_and_carries_nothing_else(site, settings):
    settings.SITE_URL = "https://portaal.example.org"
    site.replies |= {"/": "/verder?a=1", "/verder?a=1": 200}

    answer_of(site.url("/#deel"))

    assert site.paths == ["/", "/verder?a=1"]
    for _path, headers in site.asked:
        assert headers.pop("User-Agent") == "VWNW-portaal link check (+https://portaal.example.org/)"
        assert headers.pop("Host") == f"127.0.0.1:{site.port}"
        assert headers == {"Accept": "*/*", "Connection": "close", "Accept-Encoding": "identity"}


def test_three_redirects_are_followed_and_no_fourth(site):
    site.replies |= {f"/{number}": f"/{number + 1}" for number in range(4)}

    assert answer_of(site.url("/1")).verdict is Verdict.WORKS
    assert answer_of(site.url("/0")) == Answer(Verdict.UNKNOWN, "redirects")


def test_a_redirect_to_a_page_that_is_gone_leads_nowhere(site):
    site.replies |= {"/": "/weg", "/weg": 404}

    assert answer_of(site.url()).verdict is Verdict.GONE


def test_an_address_with_other_letters_is_asked_as_it_is_meant(site):
    answer_of(site.url("/één pagina"))

    assert site.paths == ["/%C3%A9%C3%A9n%20pagina"]


@pytest.mark.parametrize(
    "address",
    [
        *"0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.9.9.9 169.254.169.254 172.16.0.1 192.168.1.1 198.18.0.1".split(),
        *"224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255".split(),
        *":: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12::1 fec0::1 ff02::1 2001:db8::1 2001::1".split(),
        *"::ffff:10.0.0.1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 2002:7f00:1::".split(),
    ],
)
def test_no_address_of_our_own_network_is_public_however_it_is_wrapped(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "145.97.20.1", "2001:4860:4860::8888", "2a02:2738:1::1"])
def test_an_address_of_the_world_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
def test_this_machine_is_not_asked_whatever_it_is_called(host):
    for scheme, port in (("http", 80), ("https", 443)):
        assert answer_of(f"{scheme}://{host}:{port}/") == Answer(Verdict.UNKNOWN, "not_asked")


@pytest.mark.parametrize(
    "url",
    [
        *["ftp://example.org/", "file:///etc/passwd", "gopher://example.org/", "javascript:alert(1)", "//example.org/"],
        *["http://example.org:22/", "http://example.org:8080/", "http://example.org:99999/", "http://a:b@example.org/"],
        *["", "http://", "http://[::1/", f"http://{'a' * 64}.nl/", f"http://{'a.' * 200}nl/", "http://a..b/"],
    ],
)
def test_what_is_no_address_of_the_web_is_not_asked(url):
    assert answer_of(url) == Answer(Verdict.UNKNOWN, "not_asked")


@pytest.mark.parametrize("to", ["http://10.0.0.1/", "http://169.254.169.254/latest/", "ftp://example.org/", "//[::]/"])
def test_each_redirect_is_judged_anew(site, to):
    site.replies["/"] = to

    assert answer_of(site.url()) == Answer(Verdict.UNKNOWN, "not_asked")


def names_stand_for(monkeypatch, *answers: str | int) -> list[str]:
    """Let the network's own server of names give these answers, one after another; return what it is asked."""
    asked: list[str] = []

    def answer(host: str, port: int, **_kind: int) -> list:
        found = answers[min(len(asked), len(answers) - 1)]
        asked.append(host)
        if isinstance(found, int):
            raise socket.gaierror(found, "")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found.split()]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_a_name_is_looked_up_once_and_what_it_stands_for_later_is_not_asked(site, monkeypatch):
    asked = names_stand_for(monkeypatch, "127.0.0.1", "10.0.0.1")

    assert answer_of(site.url(host="wisselend.example.org")).verdict is Verdict.WORKS
    assert asked == ["wisselend.example.org"]
    assert site.asked[0][1]["Host"] == f"wisselend.example.org:{site.port}"


def test_a_name_of_which_one_address_is_ours_is_not_asked(monkeypatch):
    names_stand_for(monkeypatch, "8.8.8.8 10.0.0.1")

    assert answer_of("http://gemengd.example.org/") == Answer(Verdict.UNKNOWN, "not_asked")


def test_the_next_address_of_a_name_is_asked_where_the_first_is_away(site, monkeypatch):
    names_stand_for(monkeypatch, "127.0.0.2 127.0.0.1")

    assert answer_of(site.url(host="twee.example.org")).verdict is Verdict.WORKS


def test_a_name_that_does_not_exist_is_definite_and_a_silent_server_of_names_is_not(monkeypatch):
    names_stand_for(monkeypatch, socket.EAI_NONAME, socket.EAI_AGAIN)

    assert answer_of("http://bestaat-niet.example.org/") == Answer(Verdict.GONE, "no_name")
    assert answer_of("http://bestaat-niet.example.org/") == Answer(Verdict.UNKNOWN, "no_answer")


def test_a_name_in_other_letters_is_looked_up_as_the_network_knows_it(monkeypatch):
    asked = names_stand_for(monkeypatch, socket.EAI_AGAIN)

    answer_of("http://café.example.org/")

    assert asked == ["xn--caf-dma.example.org"]


def test_nobody_at_the_door_says_nothing(site):
    with website() as closed:
        gone = closed.url()

    assert answer_of(gone) == Answer(Verdict.UNKNOWN, "no_answer")


def test_a_connection_that_cannot_be_trusted_says_nothing(site):
    assert answer_of(site.url().replace("http:", "https:")) == Answer(Verdict.UNKNOWN, "tls")


def test_an_answer_without_end_is_read_no_further_than_its_beginning(site):
    site.replies["/"] = for_ever

    assert answer_of(site.url()).verdict is not Verdict.GONE


def test_an_answer_that_comes_byte_by_byte_is_not_waited_for(site, monkeypatch):
    monkeypatch.setattr(asking, "SECONDS", 0.5)
    site.replies["/"] = byte_by_byte

    assert answer_of(site.url()) == Answer(Verdict.UNKNOWN, "timeout")
