"""What a request may ask for, and how much the server takes on at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The limits of a server; what goes over one is refused with a sentence.

    body         bytes of a request's body
    files        pictures in a request
    pixels       of a picture; None = as many as the decoder takes
    queue        pictures that wait for a worker, besides those at work
    held         bytes of all requests together that are in memory
    head         seconds for the head of a request to arrive
    reading      seconds for its body to arrive, and for the answer to be taken
    seconds      for its pictures to be looked at
    connections  at a time, of all clients together
    """

    body: int = 32_000_000
    files: int = 32
    pixels: int | None = None
    queue: int = 256
    held: int = 512_000_000
    head: float = 10.0
    reading: float = 60.0
    seconds: float = 30.0
    connections: int = 1000
