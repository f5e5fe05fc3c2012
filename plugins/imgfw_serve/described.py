"""What openapi.json says of each path, beside what FastAPI knows by itself."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

_BYTES = {"type": "string", "format": "binary"}
_ERROR = {"type": "object", "properties": {"format": {"const": 1}, "error": {"type": "string"}}}
_TARGET = {
    "type": "object",
    "description": "Of one target, under its name.",
    "properties": {
        "decided": {
            "description": "A label or null; a list of labels where several may hold; or a number.",
            "type": ["string", "null", "array", "number"],
            "items": {"type": "string"},
        },
        "set": {"type": "array", "items": {"type": "string"}, "description": "The labels that it may be."},
        "probabilities": {"type": "object", "additionalProperties": {"type": "number"}},
        "evidence": {
            "type": "array",
            "description": "The nearest examples, whosever they are.",
            "items": {
                "type": "object",
                "properties": {
                    "label": {"type": "string"},
                    "uri": {"type": "string"},
                    "cosine": {"type": "number"},
                    "picture": {"type": "string"},
                },
            },
        },
    },
}
_ANSWER = {
    "type": "object",
    "description": "Of a picture, or of one region of it; as `imgfw predict --json` prints it.",
    "properties": {
        "file": {"type": "string", "description": "The name that came with the picture, or nothing."},
        "region": {"type": "integer", "minimum": 0},
        "left_out": {"type": "string", "description": "Why there is no answer; then there is no target."},
    },
    "required": ["file", "region"],
    "additionalProperties": _TARGET,
}
_GENERATION = {"type": "integer", "minimum": 1, "description": "Of the bundle; every change makes it higher."}


def _object(**properties: Any) -> dict[str, Any]:
    given = {"format": {"const": 1}, **properties}
    return {"type": "object", "properties": given, "required": list(given)}


def _answer(what: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


_ANSWERS = _object(generation=_GENERATION, answers={"type": "array", "items": _ANSWER})
_REFUSED: dict[int | str, Any] = {
    401: _answer("The token is missing or wrong.", _ERROR),
    403: _answer("A page of another site asked.", _ERROR),
    421: _answer("The server has no such name.", _ERROR),
}

PREDICT: dict[str, Any] = {
    "response_class": Response,
    "responses": {
        200: _answer("An answer for each region of each picture, in order.", _ANSWERS),
        400: _answer("The form cannot be read, or holds no file.", _ERROR),
        408: _answer("The pictures arrive too slowly.", _ERROR),
        413: _answer("The request is too large, or has too many pictures.", _ERROR),
        422: _answer("No picture can be used; each has its reason. Lenient handling makes it 200.", _ANSWERS),
        503: _answer(
            "Too many pictures wait, or it took too long; Retry-After says when to ask again.", _ERROR
        ),
        **_REFUSED,
    },
    "openapi_extra": {
        "parameters": [
            {
                "name": "Prefer",
                "in": "header",
                "schema": {"type": "string"},
                "description": "`handling=lenient`: pictures that cannot be used are no error, RFC 7240.",
            }
        ],
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {"files": {"type": "array", "items": _BYTES}},
                        "required": ["files"],
                    }
                },
                "image/*": {"schema": _BYTES},
                "application/octet-stream": {"schema": _BYTES},
            },
        },
    },
}
"""Of POST /predict."""

LABELS: dict[str, Any] = {
    "response_class": Response,
    "responses": {
        200: _answer(
            "The targets by name: type, and labels in the order of their probabilities.",
            _object(generation=_GENERATION, targets={"type": "object"}),
        ),
        **_REFUSED,
    },
}
"""Of GET /labels."""

HEALTH: dict[str, Any] = {
    "response_class": Response,
    "responses": {
        200: _answer(
            "It works; `outdated` where the newest generation of the bundle cannot be read.",
            _object(
                status={"enum": ["ok", "outdated"]},
                run={"type": "string", "description": "The name of its folder."},
                generation=_GENERATION,
                digest={"type": "string"},
                workers={"type": "integer"},
                working={"type": "integer"},
                waiting={"type": "integer"},
                queue={"type": "integer"},
            ),
        ),
        **_REFUSED,
    },
}
"""Of GET /health."""
