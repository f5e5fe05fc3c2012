"""Where a server listens."""

from __future__ import annotations

import threading

import pytest

from imgfw import RunError
from imgfw_serve.server import address_of, is_loopback, listening


def test_a_free_port_is_found_and_told():
    """In the address."""
    with listening("127.0.0.1", 0) as listener:
        assert address_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}/"
        assert is_loopback(listener)


def test_every_address_of_the_machine_is_not_the_machine_alone():
    """So others reach it."""
    with listening("0.0.0.0", 0) as listener:
        assert not is_loopback(listener)


def test_a_place_that_is_taken_is_named():
    """With a way out; so is one that is not there."""
    with listening("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(RunError, match=rf"127.0.0.1:{port}: cannot listen there: .*--port 0"):
            listening("127.0.0.1", port)
    with pytest.raises(RunError, match=r"192.0.2.1:0: cannot listen there"):
        listening("192.0.2.1", 0)


def test_a_server_ends_when_it_is_told_to(serve, closed, tools):
    """After what was begun is answered; new connections are not taken meanwhile."""
    running = serve(threads=1)
    found: list[int] = []
    asking = threading.Thread(target=lambda: found.append(running.predict(tools.png())[0]))
    asking.start()
    tools.until(lambda: running.workers.taken == 1)

    running.server.should_exit = True
    tools.until(lambda: not any(each.is_serving() for each in running.server.servers))
    closed.unlink()
    asking.join()

    assert found == [200]
    with pytest.raises(OSError):
        running.ask("GET", "/health")
