"""Errors of the HTTP API as problem details (RFC 9457), without anything internal."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from index.errors import (
    Busy,
    ChromaUnusable,
    DocumentChanged,
    FootnoteError,
    InvalidInput,
    InvalidQuestion,
    NotWritten,
    UnknownDocument,
    UnknownType,
)

STATUS_OF: dict[type[FootnoteError], int] = {
    InvalidQuestion: 422,
    InvalidInput: 422,
    UnknownDocument: 404,
    DocumentChanged: 409,
    UnknownType: 415,
    NotWritten: 503,
}

CHROMA_GONE = "The Chroma server cannot be used at the moment; the server's log has the reason."

logger = logging.getLogger(__name__)


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> JSONResponse:
    """A response that says what went wrong: type, title, status, detail."""
    return JSONResponse(
        details(status, detail),
        status_code=status,
        headers=headers,
        media_type="application/problem+json",
    )


def details(status: int, detail: str) -> dict[str, Any]:
    """The same as plain values, for what says it inside of a response."""
    return {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }


def told(error: FootnoteError) -> dict[str, Any]:
    """The details of an error of ours; of one that may name paths, none but that it happened."""
    status = STATUS_OF.get(type(error))
    if status is not None:
        return details(status, str(error))
    # The message of any other error is for the owner of the machine.
    logger.error("%s", error)
    if isinstance(error, ChromaUnusable):
        return details(503, CHROMA_GONE)
    return details(503, "The documents cannot be read at the moment.")


def answer_errors_as_problems(app: FastAPI) -> None:
    """Makes every error of the app's own routes a problem; mounted apps keep their ways."""
    app.add_exception_handler(FootnoteError, _footnote_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


def _footnote_error(request: Request, error: Exception) -> JSONResponse:
    if isinstance(error, Busy):
        return problem(429, str(error), {"Retry-After": str(error.retry_after)})
    if not isinstance(error, FootnoteError):
        return problem(500, "Something went wrong.")
    of_it = told(error)
    return problem(of_it["status"], of_it["detail"])


def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, RequestValidationError) or not error.errors():
        return problem(422, "The request does not fit.")
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return problem(422, f"{place}: {first['msg']}")


def _http_error(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, HTTPException):
        return problem(500, "Something went wrong.")
    return problem(error.status_code, str(error.detail), dict(error.headers or {}))


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    return problem(500, "Something went wrong.")
