"""The app: predictions, labels, health, a description of all that, and the page."""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import HTMLResponse

from . import described
from .answering import answered, reason
from .bodies import Held, uploads
from .finishing import finished
from .limits import Limits
from .page import POLICY, page
from .refusals import RefusedError, bug, document
from .served import Served
from .workers import Workers

SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI tells nobody of what is asked."""


def make_app(served: Served, workers: Workers, limits: Limits) -> FastAPI:
    """The app that answers for a bundle."""
    app = FastAPI(
        title="imgfw",
        version=version("imgfw"),
        description="What a trained model says of pictures.",
        docs_url=None,  # these pages fetch scripts from elsewhere
        redoc_url=None,
        telemetry=SILENT,
    )
    held = Held(limits.held)

    @app.post("/predict", **described.PREDICT)
    async def predict(request: Request) -> Response:
        """What is in one picture or several: files of a form, or the bytes of one as the body."""
        workers.check(1)
        with held.account() as account:
            given = await uploads(request, limits, account)
            bundle = await served.now()
            jobs = [partial(answered, bundle, upload, limits.pixels) for upload in given]
            found = await finished(workers.submit(jobs), request, limits.seconds)
        records = [record for records in found for record in records]
        content: dict[str, Any] = {"generation": bundle.generation, "answers": records}
        if why := reason(records):
            return document({"error": why, **content}, 422)
        return document(content)

    @app.get("/labels", **described.LABELS)
    async def labels() -> Response:
        """What is predicted: targets and their labels."""
        bundle = await served.now()
        targets = {name: target.plain() for name, target in bundle.targets.items()}
        return document({"generation": bundle.generation, "targets": targets})

    @app.get("/health", **described.HEALTH)
    async def health() -> Response:
        """Whether it works, which generation of the bundle is served, and how many pictures wait."""
        bundle = await served.now()
        content = {
            "status": "outdated" if served.failed else "ok",
            "generation": bundle.generation,
            "digest": bundle.digest,
            "workers": workers.threads,
            "waiting": workers.waiting,
            "queue": workers.queue,
        }
        return document(content | ({"reason": served.failed} if served.failed else {}))

    @app.get("/", include_in_schema=False)
    async def shown() -> Response:
        return HTMLResponse(page(limits), headers={"Content-Security-Policy": POLICY})

    _tell_errors(app)
    return app


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
