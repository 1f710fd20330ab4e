"""The application's description of itself (OpenAPI), at /api/v1/openapi.json: all of ours, with
every error that can come; nothing of Gradio's."""

from collections.abc import Iterator, Mapping
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel

from assistant.web.access.limits import ASKING, VERDICTS
from assistant.web.api.described import problems
from assistant.web.mcp import DESCRIBED, PATH
from assistant.web.openai.errors import UNDER, ErrorBody

ABOUT = """\
Footnote answers questions from a folder of documents: every sentence of an answer is footnoted to \
the exact words it came from. Offsets count Unicode code points of a document's text as \
`GET /api/v1/documents/{document}` gives it.

Errors are problem details (RFC 9457), but under `/v1`, where they are OpenAI's. With `--keys`, a \
key is needed, as bearer token or as password."""

TAGS = {
    "Asking": "Questions and their answers, without a session.",
    "Documents": "What answers come from.",
    "Widget": "Sessions of visitors, whose answers come as events.",
    "Answers": "What can be done with an answer: suggest, export, check, judge.",
    "Index": "How the index stands.",
    "OpenAI-compatible": "The assistant as a model, for clients of OpenAI's API.",
    "MCP": "The assistant as tools, for clients of the Model Context Protocol.",
    "Operation": "For those who run a server.",
}
TAG_OF = {
    "ask": "Asking",
    "passages": "Asking",
    "documents": "Documents",
    "originals": "Documents",
    "sessions": "Widget",
    "chat": "Widget",
    "sources": "Widget",
    "status": "Index",
    "sync": "Index",
}
"""The tag of what lies under /api/v1, by the first part of its path; else it is of answers."""

KEYS: Mapping[str, Any] = {
    "key": {"type": "http", "scheme": "bearer", "description": "A key, where the server has some."},
    "password": {
        "type": "http",
        "scheme": "basic",
        "description": "The same as password, with any name: what a browser asks for.",
    },
}
OPTIONAL_KEY: list[dict[str, list[str]]] = [{}, {"key": []}, {"password": []}]
ANYWHERE = (400, 401, 403, 500, 503)
"""What any route may answer with: by its host, key or origin, or as nothing can be read."""
WITH_A_BODY = (413, 422)
METHODS = ("get", "put", "post", "delete")


def summarised(router: APIRouter) -> APIRouter:
    """The router, whose routes without a summary have the first sentence of what is said of
    them."""
    for route in router.routes:
        if isinstance(route, APIRoute) and not route.summary:
            route.summary = route.description.partition("\n\n")[0].rstrip(".").replace("\n", " ")
    return router


def describe(app: FastAPI) -> None:
    """Has the application describe itself; to be called once all routes are there."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = description(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # FastAPI's own way to do this


def description(app: FastAPI) -> dict[str, Any]:
    """The whole description."""
    whole = get_openapi(
        title=app.title,
        version=version("footnote"),
        description=ABOUT,
        routes=app.routes,
        tags=[{"name": name, "description": words} for name, words in TAGS.items()],
    )
    whole["paths"][PATH] = {"post": DESCRIBED}
    for path, method, operation in operations(whole):
        operation.setdefault("tags", [_tag(path)])
        operation.setdefault("security", OPTIONAL_KEY)
        _complete(path, operation)
        operation["operationId"] = (
            f"{method}_{path}".replace("/", "_").replace("{", "").replace("}", "")
        )
    parts = whole["components"]
    _restore_examples(parts["schemas"])
    parts.setdefault("securitySchemes", {}).update(KEYS)
    for unused in ("HTTPValidationError", "ValidationError"):
        parts["schemas"].pop(unused, None)
    return whole


def _restore_examples(schemas: dict[str, Any]) -> None:
    """Puts the models' own examples back: FastAPI leaves out what is null in them."""
    for model in _models(BaseModel):
        extra = model.model_config.get("json_schema_extra")
        own = extra.get("examples") if isinstance(extra, dict) else None
        schema = schemas.get(model.__name__)
        if own and schema and schema.get("examples") == _without_nulls(own):
            schema["examples"] = own


def _models(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in kind.__subclasses__():
        yield model
        yield from _models(model)


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(part) for key, part in value.items() if part is not None}
    return [_without_nulls(part) for part in value] if isinstance(value, list) else value


def operations(whole: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each operation."""
    for path, item in whole["paths"].items():
        for method, operation in item.items():
            if method in METHODS:
                yield path, method, operation


def _tag(path: str) -> str:
    return TAG_OF.get(path.removeprefix("/api/v1/").split("/")[0], "Answers")


def _complete(path: str, operation: dict[str, Any]) -> None:
    """Adds the errors that come from what stands before a route."""
    responses = operation["responses"]
    if "HTTPValidationError" in str(responses.get("422")):
        del responses["422"]  # FastAPI's own form, which no route of ours answers with
    statuses = {*ANYWHERE}
    if "requestBody" in operation:
        statuses |= {*WITH_A_BODY}
    if path in ASKING | VERDICTS:
        statuses |= {429}
    openais = path.startswith(UNDER)
    if openais or path == PATH:
        statuses -= {422}
    for status, said in problems(*sorted(statuses)).items():
        responses.setdefault(str(status), _openais(said) if openais else said)


def _openais(said: dict[str, Any]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{ErrorBody.__name__}"}
    return {**said, "content": {"application/json": {"schema": schema}}}
