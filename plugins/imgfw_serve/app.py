"""The app: predictions, labels, health, a description of all that, and the page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse

from . import described
from .answering import LENIENT, answered, is_lenient, reason
from .bodies import Held, uploads
from .finishing import finished
from .limits import Limits
from .page import POLICY, page
from .refusals import RefusedError, bug, document
from .served import Served
from .workers import Workers

SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI tells nobody of what is asked."""


def make_app(served: Served, workers: Workers, limits: Limits, *, guarded: bool = False) -> FastAPI:
    """The app that answers for a bundle.

    guarded  whether a token is asked for, which the page says before anything is sent
    """
    app = FastAPI(
        title="imgfw",
        version=version("imgfw"),
        description="What a trained model says of pictures.",
        docs_url=None,  # these pages fetch scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        telemetry=SILENT,
    )
    paths = Paths(served, workers, limits, Held(limits.held), guarded)
    app.add_api_route("/predict", paths.predict, methods=["POST"], **described.PREDICT)
    app.add_api_route("/labels", paths.labels, **described.LABELS)
    app.add_api_route("/health", paths.health, **described.HEALTH)
    app.add_api_route("/", paths.page, include_in_schema=False)
    _tell_errors(app)
    return app


@dataclass(frozen=True)
class Paths:
    """What is answered under each path."""

    served: Served
    workers: Workers
    limits: Limits
    held: Held
    guarded: bool

    async def predict(self, request: Request) -> Response:
        """What is in one picture or several: files of a form, or the bytes of one as the body."""
        self.workers.check(1)
        with self.held.account() as account:
            given = await uploads(request, self.limits, account)
            bundle = await self.served.now()
            jobs = [partial(answered, bundle, upload, self.limits.pixels) for upload in given]
            found = await finished(self.workers, jobs, request, self.limits.seconds)
        records = [record for records in found for record in records]
        content: dict[str, Any] = {"generation": bundle.generation, "answers": records}
        if not (why := reason(records)):
            return document(content)
        if is_lenient(request.headers.getlist("prefer")):
            return document(content, headers={"Preference-Applied": LENIENT})
        return document({"error": why, **content}, 422)

    async def labels(self) -> Response:
        """What is predicted: targets and their labels."""
        bundle = await self.served.now()
        targets = {name: target.plain() for name, target in bundle.targets.items()}
        return document({"generation": bundle.generation, "targets": targets})

    async def health(self) -> Response:
        """Whether it works, which run and generation of its bundle are served, and how many pictures wait."""
        bundle = await self.served.now()
        content = {
            "status": "outdated" if self.served.failed else "ok",
            "run": self.served.run,
            "generation": bundle.generation,
            "digest": bundle.digest,
            "workers": self.workers.threads,
            "working": self.workers.taken - self.workers.waiting,
            "waiting": self.workers.waiting,
            "queue": self.workers.queue,
        }
        return document(content | ({"reason": self.served.failed} if self.served.failed else {}))

    async def page(self) -> Response:
        """For people."""
        return HTMLResponse(
            page(self.limits, guarded=self.guarded), headers={"Content-Security-Policy": POLICY}
        )


def _tell_errors(app: FastAPI) -> None:
    """In JSON, with a sentence."""

    async def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, RefusedError)
        return error.response()

    async def unknown(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        paths = "GET /, /health, /labels, /openapi.json or POST /predict"
        text = f"expected {paths}, got {request.method} {request.url.path}"
        return RefusedError(error.status_code, text, error.headers).response()

    async def gone(request: Request, error: Exception) -> Response:
        return Response(status_code=499)  # nobody is there to read it

    async def broken(request: Request, error: Exception) -> Response:
        return bug().response()

    app.add_exception_handler(RefusedError, refused)
    app.add_exception_handler(HTTPException, unknown)
    app.add_exception_handler(ClientDisconnect, gone)
    app.add_exception_handler(Exception, broken)
