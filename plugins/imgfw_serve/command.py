"""`imgfw serve RUN`: what a trained model says of pictures, over HTTP."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from imgfw import CallError, RunError, bundle_folder

from .limits import Limits

_DEFAULT = Limits()
LOCAL = ("localhost", "127.0.0.1", "::1")
"""What this machine is called by itself."""


def serve(
    ctx: typer.Context,
    run: Annotated[str, typer.Argument(help="A run folder, a bundle folder, or latest.")],
    host: Annotated[str, typer.Option(help="The address to listen at; 0.0.0.0 is all.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 8000,
    token: Annotated[
        str, typer.Option(envvar="IMGFW_SERVE_TOKEN", help="What everybody must know who asks.")
    ] = "",
    allow_host: Annotated[
        list[str], typer.Option(metavar="NAME", help="A name by which it may be called; may be given often.")
    ] = [],  # noqa: B006 - typer reads it
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Threads at work; one a core by default.")
    ] = None,
    queue: Annotated[int, typer.Option(min=1, max=100_000, help="Pictures that may wait.")] = _DEFAULT.queue,
    connections: Annotated[
        int, typer.Option(min=8, max=100_000, help="Connections at a time at most.")
    ] = _DEFAULT.connections,
    max_body: Annotated[
        int, typer.Option(min=1, max=100_000, help="Megabytes of a request at most.")
    ] = _DEFAULT.body // 10**6,
    max_files: Annotated[
        int, typer.Option(min=1, max=10_000, help="Pictures in a request at most.")
    ] = _DEFAULT.files,
    max_pixels: Annotated[
        int | None, typer.Option(min=1, help="Pixels of a picture at most; by default what can be decoded.")
    ] = None,
    timeout: Annotated[
        int, typer.Option(min=1, max=3600, help="Seconds for the pictures of a request at most.")
    ] = round(_DEFAULT.seconds),
    runs: Annotated[Path, typer.Option(help="Where run folders are.")] = Path("runs"),
) -> None:
    """Serve predictions over HTTP, with a page to drop pictures on."""
    _check(max_files, queue, token)
    from .app import make_app
    from .crowd import open_files
    from .guard import Guard
    from .served import Served
    from .server import address_of, is_loopback, listening, make_server
    from .workers import Workers

    body = max_body * 10**6
    limits = Limits(
        body,
        max_files,
        max_pixels,
        queue,
        max(_DEFAULT.held, 2 * body),
        seconds=timeout,
        connections=connections,
    )
    open_files(connections)
    say = ctx.obj.say
    served = Served(bundle_folder(run, runs=runs), ctx.obj.plugins, say)
    pool = Workers(workers or os.cpu_count() or 1, queue)
    listener = listening(host, port)
    alone = is_loopback(listener)
    hosts = tuple(dict.fromkeys((*LOCAL, host, *allow_host))) if alone or allow_host else None
    app = Guard(
        make_app(served, pool, limits, guarded=bool(token)),
        token,
        hosts,
        say if ctx.obj.verbose else _nothing,
    )
    typer.echo(address_of(listener))
    say(f"{served.run}, {pool.threads} workers; Ctrl-C ends it")
    if not (alone or token):
        say("everybody who reaches this address may ask; --token lets in only those who know it")
    try:
        make_server(app, limits).run(sockets=[listener])
    finally:
        pool.close()
    say("ended; what was begun is answered")


def _check(max_files: int, queue: int, token: str) -> None:
    if max_files > queue:
        raise CallError(f"--max-files {max_files}: expected no more than may wait, --queue {queue}")
    if not token.isascii() or token != token.strip():
        raise CallError("--token: expected plain letters, digits and signs, without spaces around them")
    _require()


def _nothing(line: str) -> None:
    pass


def _require() -> None:
    try:
        import fastapi
        import python_multipart
        import uvicorn
    except ImportError as error:
        raise RunError(f"imgfw serve: {error}; pip install 'imgfw[serve]' brings what it needs") from error
    assert fastapi and python_multipart and uvicorn
