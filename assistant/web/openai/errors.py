"""Errors as OpenAI's API gives them, for all that lies under /v1."""

import json
import logging
import re
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access.root_path import path_of
from index.errors import Busy, FootnoteError, InvalidInput, InvalidQuestion, UnknownDocument

UNDER = "/v1/"
UNAVAILABLE = "The documents cannot be read at the moment."
WRONG = "Something went wrong."

logger = logging.getLogger(__name__)


class ErrorFacts(BaseModel):
    """What went wrong; `param` names the part of the request, where it is one."""

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorBody(BaseModel):
    """An error as OpenAI's API gives it."""

    error: ErrorFacts


class Unfit(Exception):
    """A request that cannot be answered as it is: status 400, or another."""

    def __init__(
        self, message: str, param: str | None = None, code: str | None = None, status: int = 400
    ) -> None:
        super().__init__(message)
        self.param, self.code, self.status = param, code, status


def facts(status: int, message: str, param: str | None = None, code: str | None = None) -> Any:
    """The body of an error."""
    kinds = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}
    kind = "server_error" if status >= 500 else kinds.get(status, "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def error_of(error: Exception) -> tuple[int, Any, Mapping[str, str]]:
    """Status, body and headers for an error; the log has what is not for the caller."""
    match error:
        case Unfit():
            return error.status, facts(error.status, str(error), error.param, error.code), {}
        case Busy():
            wait = {"Retry-After": str(error.retry_after)}
            return 429, facts(429, str(error), code="rate_limit_exceeded"), wait
        case UnknownDocument():
            return 404, facts(404, str(error), "model", "model_not_found"), {}
        case InvalidQuestion() | InvalidInput():
            return 400, facts(400, str(error), "messages"), {}
        case RequestValidationError():
            return 400, _invalid(error), {}
        case HTTPException():
            body = facts(error.status_code, str(error.detail))
            return error.status_code, body, dict(error.headers or {})
        case FootnoteError():
            logger.error("%s", error)
            return 503, facts(503, UNAVAILABLE), {}
    logger.error("a question could not be answered", exc_info=error)
    return 500, facts(500, WRONG), {}


def _invalid(error: RequestValidationError) -> Any:
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return facts(400, "The body is not valid JSON.")
    # Names of fields and numbers in lists; the kinds that a field may have are no part of them.
    place = [str(part) for part in first["loc"][1:] if re.fullmatch(r"\w+", str(part))]
    param = ".".join(part for part in place if part != "str")
    return facts(400, f"{param or 'the body'}: {first['msg']}", param or None)


class OpenAIRoute(APIRoute):
    """A route whose errors are OpenAI's."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, which raises nothing."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            try:
                return await handler(request)
            except Exception as error:
                status, body, headers = error_of(error)
                return JSONResponse(body, status, dict(headers))

        return handle


class OpenAIErrors:
    """Turns the problems of whatever stands before the routes under /v1 into OpenAI's errors."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves the request; a problem in its other form."""
        if scope["type"] != "http" or not path_of(scope).startswith(UNDER):
            await self.app(scope, receive, send)
            return
        start: Message | None = None
        problem = b""

        async def send_as_openai(message: Message) -> None:
            nonlocal start, problem
            if message["type"] == "http.response.start":
                kind = MutableHeaders(scope=message).get("content-type", "")
                if kind.startswith("application/problem+json"):
                    start = message
                    return
            if start is None or message["type"] != "http.response.body":
                await send(message)
                return
            problem += message.get("body", b"")
            if not message.get("more_body"):
                await _send(start, json.loads(problem), send)

        await self.app(scope, receive, send_as_openai)


async def _send(start: Message, problem: Mapping[str, Any], send: Send) -> None:
    body = json.dumps(facts(problem["status"], problem["detail"])).encode()
    headers = MutableHeaders(scope=start)
    headers["Content-Type"] = "application/json"
    headers["Content-Length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})
