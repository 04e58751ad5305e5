"""Clients that are slow, on purpose or not, hold nobody up: not with what they send, nor with what they do not read."""

import http.client
import socket
import statistics
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest

SLOW_CLIENTS = 50
READERS = 9
# The middle one of the readers: one of them may be unlucky on a busy machine.
SECONDS_TO_WAIT = 1
# A page that is larger than what a socket takes by itself.
LONG_PAGE = b"GET /stijl/ HTTP/1.1\r\nHost: localhost\r\n\r\n"

SENT = {
    "says nothing": b"",
    "stops in the head": b"GET /zoeken/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
    "begins with an empty line": b"\r\n\r\n",
    "stops in the body": b"POST /hulp-in-de-buurt/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nlocation=",
    "announces too large a body": b"POST /hulp-in-de-buurt/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500000\r\n\r\nlocation=",
    "sends a body in chunks": b"POST /hulp-in-de-buurt/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\n",
    "waits to be asked for the body": b"POST /hulp-in-de-buurt/ HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\nExpect: 100-continue\r\n\r\n",
    "does not read": LONG_PAGE,
}


@contextmanager
def clients(portal: str, sent: bytes, number: int = SLOW_CLIENTS) -> Iterator[list[socket.socket]]:
    """Connect so many clients, that send this and keep the line open."""
    address = (urlsplit(portal).hostname, urlsplit(portal).port)
    with ExitStack() as connected:
        found = []
        for _client in range(number):
            client = connected.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            client.settimeout(20)
            client.connect(address)
            client.sendall(sent)
            found.append(client)
        yield found


def seconds_to_read(portal: str) -> float:
    """Return how long a reader waits for a page."""
    begun = time.monotonic()
    reader = http.client.HTTPConnection(urlsplit(portal).netloc, timeout=20)
    reader.request("GET", "/zoeken/?locatie=Arnhem")
    response = reader.getresponse()
    assert response.status == 200
    assert b"</html>" in response.read()
    reader.close()
    return time.monotonic() - begun


def answer_to(portal: str, request: bytes) -> tuple[int, bytes]:
    """Return the status and the body of the answer to a raw request."""
    with clients(portal, request, number=1) as (client,):
        response = http.client.HTTPResponse(client)
        response.begin()
        return response.status, response.read()


@pytest.mark.parametrize("sent", SENT.values(), ids=SENT.keys())
def test_readers_do_not_wait_for_slow_clients(portal, sent):
    seconds_to_read(portal)
    with clients(portal, sent):
        waited = [seconds_to_read(portal) for _reader in range(READERS)]

    assert statistics.median(waited) < SECONDS_TO_WAIT, waited


def test_readers_do_not_wait_for_clients_that_send_letter_by_letter(portal):
    waited = []
    with clients(portal, b"GET /zoeken/ HTTP/1.1\r\nHost: ") as slow:
        for _reader in range(READERS):
            for client in slow:
                client.sendall(b"x")
            waited.append(seconds_to_read(portal))

    assert statistics.median(waited) < SECONDS_TO_WAIT, waited


def test_readers_do_not_wait_for_clients_that_do_not_hang_up(portal):
    with clients(portal, b"GET /gezond/ HTTP/1.1\r\nHost: localhost\r\n\r\n") as slow:
        assert all(client.recv(15) == b"HTTP/1.1 200 OK" for client in slow)
        waited = [seconds_to_read(portal) for _reader in range(READERS)]

    assert statistics.median(waited) < SECONDS_TO_WAIT, waited


def test_a_client_that_does_not_go_on_is_cut_off(portal):
    with clients(portal, SENT["stops in the body"], number=1) as (client,):
        assert client.recv(100) == b""


def test_a_request_in_pieces_is_answered_as_one_in_whole(portal):
    with clients(portal, b"", number=1) as (client,):
        for piece in (b"GET /gez", b"ond/ HTTP/1.1\r\nHo", b"st: localhost\r\n\r", b"\n"):
            client.sendall(piece)
            time.sleep(0.05)
        assert client.recv(15) == b"HTTP/1.1 200 OK"


def test_a_client_that_asks_whether_to_go_on_may(portal):
    body = b'{"groups": []}'
    with clients(
        portal,
        b"POST /api/v1/route HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Expect: 100-continue\r\nContent-Length: %d\r\n\r\n" % len(body),
        number=1,
    ) as (client,):
        assert client.recv(25) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(body)
        response = http.client.HTTPResponse(client)
        response.begin()
        assert response.status == 400
        assert b"groups" in response.read()


@pytest.mark.parametrize("name", ["Script-Name", "SCRIPT_NAME", "PATH_INFO", "Path-Info", "REMOTE_USER"])
def test_no_header_moves_the_portal_to_another_path(portal, name):
    request = f"GET /zoeken/ HTTP/1.1\r\nHost: localhost\r\n{name}: /zoeken\r\n\r\n".encode()

    status, page = answer_to(portal, request)

    assert status == 200
    assert b"/zoeken/zoeken/" not in page
    assert b'action="/zoeken/"' in page


LONG = b"a" * 100_000
TOO_LONG_HEADS = {
    "an address": b"GET /zoeken/?q=%s HTTP/1.1\r\nHost: localhost\r\n\r\n" % LONG,
    "an address that does not end": b"GET /zoeken/?q=%s" % LONG,
    "a cookie": b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: vwnw_casus=%s\r\n\r\n" % LONG,
    "a name": b"GET / HTTP/1.1\r\nHost: localhost\r\n%s: x\r\n\r\n" % LONG,
    "many headers": b"GET / HTTP/1.1\r\nHost: localhost\r\n%s\r\n" % (b"X-Long: %s\r\n" % LONG[:1_000] * 100),
}


@pytest.mark.parametrize("head", TOO_LONG_HEADS.values(), ids=TOO_LONG_HEADS.keys())
def test_too_long_a_head_is_refused_at_once_with_an_answer(portal, head):
    status, _page = answer_to(portal, head)

    assert status in (400, 414, 431)


def test_who_goes_on_after_too_long_a_head_is_cut_off(portal):
    def go_on(client: socket.socket) -> None:
        for _second in range(15):
            client.sendall(LONG)
            time.sleep(1)

    with clients(portal, LONG, number=1) as (client,), pytest.raises(ConnectionError):
        go_on(client)
