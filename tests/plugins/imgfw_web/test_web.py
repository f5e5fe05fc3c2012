"""The client, against a server that behaves, and one that does not."""

from __future__ import annotations

import gzip
import inspect
import time

import pytest

from imgfw_web import command
from imgfw_web.addresses import allowed, looked_up
from imgfw_web.links import RefusedError
from imgfw_web.pace import TRIES
from imgfw_web.web import REDIRECTS, AgainError, Wanted, Web

LINK = "https://pictures.example/x.jpg"
PICTURE = Wanted(("image/", ""), most=10_000, seconds=60)
HERE = ("pictures.example", "/x.jpg")
DRIPS = 100
"""So many bytes drip at most, for longer than any clock of these tests, so that none hangs without one."""


def content(web, link=LINK, wanted=PICTURE):
    """The bytes behind a link."""
    return web.ask(link, wanted, lambda answer: answer.content)


def test_a_picture_is_fetched_by_the_name_of_its_host(local, client, reply):
    """The certificate is that of the host; who asks is told, and no packing is asked for."""
    local.routes[HERE] = reply(b"picture")

    assert content(client) == b"picture"
    host, path, headers = local.asked[0]
    assert (host, path) == HERE and headers["user-agent"] == "imgfw/test (me@example.org)"
    assert headers["accept-encoding"] == "identity"
    assert not {"cookie", "referer", "authorization"} & set(headers)


def test_a_certificate_of_another_host_is_refused_at_once(local, client):
    """Only the names in it are believed."""
    local.names["strange.example"] = [local.place]

    with pytest.raises(RefusedError, match=r"the certificate of strange\.example is not good"):
        content(client, "https://strange.example/x.jpg")
    assert local.asked == [] and local.slept == []


def test_an_unknown_authority_is_refused(local, reply):
    """Without the trust of these tests."""
    local.routes[HERE] = reply(b"picture")
    web = Web("agent", print, resolve=local.resolve, permit=local.permit, sleep=local.slept.append)

    with pytest.raises(RefusedError, match=r"certificate of pictures\.example is not good"):
        content(web)
    web.close()


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(local, client, reply, status):
    """To another host too."""
    local.routes[HERE] = reply(status=status, headers={"Location": "https://other.example/y.jpg"})
    local.routes["other.example", "/y.jpg"] = reply(status=status, headers={"Location": "/z.jpg"})
    local.routes["other.example", "/z.jpg"] = reply(b"there")

    assert content(client) == b"there"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://pictures.example/y.jpg", "not https"),
        ("file:///etc/passwd", "not https"),
        ("https://127.0.0.1/", "127.0.0.1 leads to 127.0.0.1, which is not public"),
        ("https://169.254.169.254/latest/meta-data/", "169.254.169.254, which is not public"),
        ("https://[::1]/", "::1, which is not public"),
        ("https://[::ffff:127.0.0.1]/", "not public"),
        ("https://[64:ff9b::7f00:1]/", "not public"),
        ("https://10.0.0.1/", "not public"),
        ("https://0/", "not public"),
        ("https://2130706433/", "not public"),
        ("https://0x7f.1/", "not public"),
        ("https://inside.example/", "inside.example leads to 192.168.0.7, which is not public"),
        ("https://user:pass@pictures.example/", "not a plain"),
        ("https://pictures.example:22/", "not a plain"),
    ],
)
def test_a_redirect_into_a_private_network_is_refused(local, client, reply, location, reason):
    """Each step is checked like the first; nothing is connected to, and it is not tried again."""
    local.routes[HERE] = reply(status=302, headers={"Location": location})
    local.names["inside.example"] = [("192.168.0.7", 443)]

    with pytest.raises(RefusedError, match=reason) as refused:
        content(client)
    assert len(local.asked) == 1 and not refused.value.later


@pytest.mark.parametrize(
    "link", ["https://127.0.0.1/x", "https://[::1]/x", "https://localhost/x", "https://0177.1/x"]
)
def test_a_link_into_a_private_network_is_refused(client, local, link):
    """Whoever gave it."""
    local.names |= {"localhost": [("127.0.0.1", 443), ("::1", 443)], "0177.1": [("127.0.0.1", 443)]}

    with pytest.raises(RefusedError, match="not public"):
        content(client, link)


def test_a_name_that_changes_its_address_gains_nothing(local, client, reply):
    """Public for the first connection, private for the next: that one is refused."""
    local.routes[HERE] = [reply(b"first", headers={"Connection": "close"}), reply(b"second")]
    answers = [[local.place], [("127.0.0.1", 443)], [("169.254.169.254", 443)]]
    local.resolve = None
    client._pool._network_backend.resolve = lambda host, port: answers.pop(0)

    assert content(client) == b"first"
    with pytest.raises(RefusedError, match=r"127\.0\.0\.1, which is not public"):
        content(client)
    with pytest.raises(RefusedError, match=r"169\.254\.169\.254, which is not public"):
        content(client)
    assert len(local.asked) == 1 and answers == []


def test_redirects_come_to_an_end(local, client, reply):
    """A circle is left after a few rounds."""
    local.routes[HERE] = reply(status=302, headers={"Location": LINK})

    with pytest.raises(RefusedError, match=f"redirected more than {REDIRECTS} times"):
        content(client)
    assert len(local.asked) == REDIRECTS + 1


def test_a_large_picture_is_refused_before_it_is_read(local, client, reply):
    """By the length that is told."""
    local.routes[HERE] = reply(b"x" * 10_001)

    with pytest.raises(RefusedError, match="is larger than 0 MB"):
        content(client)


def test_an_endless_picture_is_refused_while_it_is_read(local, client, reply):
    """Without a length, and with one that lies."""
    sent = []

    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nConnection: close\r\n\r\n")
        while not local.stop.is_set():
            handler.wfile.write(b"x" * 4096)
            sent.append(4096)

    local.routes[HERE] = reply(raw=endless)

    with pytest.raises(RefusedError, match="is larger"):
        content(client)
    assert len(local.asked) == 1


def test_an_endless_picture_in_chunks_is_refused(local, client, reply):
    """However small they are."""

    def endless(handler):
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        while not local.stop.is_set():
            handler.wfile.write(b"2\r\nxx\r\n" * 500)

    local.routes[HERE] = reply(raw=endless)

    with pytest.raises(RefusedError, match="is larger"):
        content(client)


@pytest.mark.parametrize("told", [b"5", b"500"])
def test_a_length_that_lies_is_no_way_around_the_limits(local, client, reply, told):
    """What is told too short is cut there; what is told too long breaks off, and is tried again."""

    def lying(handler):
        handler.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nContent-Length: " + told + b"\r\n\r\n"
        )
        handler.wfile.write(b"x" * 100)

    local.routes[HERE] = reply(raw=lying)

    if told == b"5":
        assert content(client) == b"xxxxx"
    else:
        with pytest.raises(RefusedError, match=rf"breaks off .*\({TRIES} times\)") as refused:
            content(client)
        assert refused.value.later and len(local.asked) == TRIES


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_slow_drip_is_ended(local, client, reply, part):
    """The time holds from the first byte of the headers to the last of the body."""

    def drip(handler):
        head = b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\nX-Slow: "
        handler.wfile.write(head if part == "headers" else head + b"x\r\nContent-Length: 9000\r\n\r\n")
        for _ in range(DRIPS):
            if local.stop.wait(0.02):
                return
            handler.wfile.write(b"x")

    local.routes[HERE] = reply(raw=drip)

    with pytest.raises(RefusedError, match="takes longer than 0 s") as refused:
        content(client, wanted=Wanted(("image/",), most=10_000, seconds=0.3))
    assert refused.value.later and len(local.asked) == 1


def test_a_silent_host_is_tried_again(local, client, reply, monkeypatch):
    """It may have been a moment's trouble."""
    monkeypatch.setattr("imgfw_web.connection.QUIET", 0.1)
    local.routes[HERE] = [reply(raw=lambda handler: local.stop.wait(1)), reply(b"awake")]

    assert content(client) == b"awake"
    assert local.slept[0] == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize(
    ("kind", "fits"),
    [
        ("image/jpeg", True), ("IMAGE/PNG; x=1", True), (None, True), ("text/html", False),
        ("application/json", False), ("textimage/jpeg", False),
    ],
)  # fmt: skip
def test_the_content_type_must_be_one_that_is_wanted(local, client, reply, kind, fits):
    """A missing one where that is allowed."""
    local.routes[HERE] = reply(b"x", kind)

    if fits:
        assert content(client) == b"x"
    else:
        with pytest.raises(RefusedError, match="its content type is"):
            content(client)


def test_a_packed_answer_is_refused(local, client, reply):
    """It was not asked for, and may unfold to any size."""
    local.routes[HERE] = reply(gzip.compress(b"x" * 100_000), headers={"Content-Encoding": "gzip"})

    with pytest.raises(RefusedError, match="is packed"):
        content(client)


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 520])
def test_a_busy_host_is_asked_again_after_growing_waits(local, client, reply, status):
    """Until it answers."""
    local.routes[HERE] = [reply(status=status), reply(status=status), reply(status=status), reply(b"at last")]

    assert content(client) == b"at last"
    assert [round(seconds) for seconds in local.slept] == [1, 2, 4]


def test_a_host_that_stays_busy_is_given_up(local, client, reply):
    """After some tries; another day may be better."""
    local.routes[HERE] = reply(status=503)

    with pytest.raises(RefusedError, match=rf"pictures.example answers 503 \({TRIES} times\)") as refused:
        content(client)
    assert refused.value.later and len(local.asked) == TRIES


def test_retry_after_is_kept(local, client, reply):
    """To the second, and longer waits are told."""
    local.routes[HERE] = [reply(status=429, headers={"Retry-After": "7"}), reply(b"x")]

    assert content(client) == b"x"
    assert local.slept == [pytest.approx(7, abs=0.5)]
    assert local.said == ["waiting 7 s for pictures.example: pictures.example answers 429"]


def test_a_host_that_asks_for_no_wait_is_not_hammered(local, client, reply):
    """The growing waits hold all the same."""
    local.routes[HERE] = reply(status=429, headers={"Retry-After": "0"})

    with pytest.raises(RefusedError, match="answers 429"):
        content(client)
    assert [round(seconds) for seconds in local.slept] == [1, 2, 4, 8]


def test_a_host_that_asks_for_a_long_wait_is_left_alone(local, client, reply):
    """Further links of it are not even asked for, other hosts are."""
    local.routes[HERE] = reply(status=429, headers={"Retry-After": "600"})
    local.routes["other.example", "/y.jpg"] = reply(b"y")

    for _ in range(3):
        with pytest.raises(
            RefusedError, match=r"pictures.example asks to wait 600 s: .* answers 429"
        ) as refused:
            content(client)
        assert refused.value.later
    assert content(client, "https://other.example/y.jpg") == b"y"
    assert local.paths("pictures.example") == ["/x.jpg"] and local.slept == []


def test_only_the_host_that_asked_for_a_wait_is_left_alone(local, client, reply):
    """Not the one that redirected to it."""
    local.routes[HERE] = reply(status=302, headers={"Location": "https://other.example/y.jpg"})
    local.routes["other.example", "/y.jpg"] = reply(status=429, headers={"Retry-After": "600"})
    local.routes["pictures.example", "/z.jpg"] = reply(b"z")

    with pytest.raises(RefusedError, match=r"other\.example asks to wait 600 s"):
        content(client)
    assert content(client, "https://pictures.example/z.jpg") == b"z"


def test_limits_in_headers_spread_the_requests(local, client, reply):
    """20 a minute: three seconds between two; used up: a minute."""
    limit = {"X-RateLimit-Limit-anon_burst": "20/min", "X-RateLimit-Available-anon_burst": "9"}
    full = reply(b"x", headers=limit)
    empty = reply(b"x", headers={**limit, "X-RateLimit-Available-anon_burst": "0"})
    local.routes[HERE] = [full, empty, full]

    for _ in range(3):
        content(client)

    assert local.slept == [pytest.approx(3, abs=0.5), pytest.approx(60, abs=0.5)]


@pytest.mark.parametrize(
    ("status", "later"), [(400, False), (401, True), (403, True), (404, False), (410, False)]
)
def test_a_refusal_of_the_host_is_not_asked_again(local, client, reply, status, later):
    """Where one must say who one is, another day may be better."""
    local.routes[HERE] = reply(status=status)

    with pytest.raises(RefusedError, match=f"pictures.example answers {status}") as refused:
        content(client)
    assert refused.value.later == later and len(local.asked) == 1
    assert ("--contact" in str(refused.value)) == later


@pytest.mark.parametrize("status", [204, 206, 304, 300])
def test_an_odd_status_is_refused(local, client, reply, status):
    """A part of a picture is none; a redirect without a place leads nowhere."""
    local.routes[HERE] = reply(b"" if status in (204, 304) else b"x", status=status)

    with pytest.raises(RefusedError, match=f"answers {status}"):
        content(client)


@pytest.mark.parametrize(
    "raw", [b"nonsense\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nx", b"\x00" * 5000]
)
def test_a_host_that_speaks_no_http_is_given_up(local, client, reply, raw):
    """It is tried again, as a broken line may look the same."""
    local.routes[HERE] = reply(raw=lambda handler: handler.wfile.write(raw))

    with pytest.raises(RefusedError) as refused:
        content(client)
    assert refused.value.later


def test_endless_headers_are_refused(local, client, reply):
    """They have a limit of their own."""

    def endless(handler):
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(20_000):
            if local.stop.is_set():
                return
            handler.wfile.write(b"X-%d: xxxxxxxxxxxxxxxx\r\n" % number)

    local.routes[HERE] = reply(raw=endless)

    with pytest.raises(RefusedError) as refused:
        content(client)
    assert refused.value.later


def test_what_reads_the_answer_may_ask_for_another(local, client, reply):
    """An answer that says it is busy is one like any other failure; the host is waited for as it asks."""
    local.routes[HERE] = [reply(b"busy"), reply(b"fine")]

    def read(answer):
        if answer.content == b"busy":
            raise AgainError("busy", 3)
        return answer.content

    assert client.ask(LINK, PICTURE, read) == b"fine"
    assert local.slept == [pytest.approx(3, abs=0.5)]


def test_a_closed_connection_is_opened_anew(local, client, reply):
    """A host may end it after each answer."""
    local.routes[HERE] = reply(b"x", headers={"Connection": "close"})

    assert [content(client) for _ in range(3)] == [b"x"] * 3


def test_no_proxy_and_no_variable_changes_where_it_goes(local, client, reply, monkeypatch):
    """The environment is not asked."""
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    local.routes[HERE] = reply(b"x")

    assert content(client) == b"x"


def test_the_command_line_cannot_loosen_any_check():
    """Its client has the strict defaults, and nothing that a user says reaches them."""
    defaults = {name: given.default for name, given in inspect.signature(Web).parameters.items()}
    web = command.open_web("agent", print)
    backend = web._pool._network_backend

    assert defaults["resolve"] is looked_up and defaults["permit"] is allowed and defaults["trust"] is None
    assert backend.resolve is looked_up and backend.permit is allowed
    assert list(inspect.signature(command.open_web).parameters) == ["agent", "say"]
    assert defaults["sleep"] is time.sleep and defaults["now"] is time.monotonic
    web.close()
