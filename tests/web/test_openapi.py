"""The API does what its description says, whatever it is sent; and the description is whole."""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from assistant.answer import Answer
from assistant.assistant import open_assistant
from assistant.settings import Settings
from assistant.shape import EXAMPLE
from assistant.web.access.limits import ASKING
from assistant.web.description import TAGS, operations
from tests.index.pdf_samples import running
from tests.web.conftest import LETTER
from tests.web.serving import served

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
BRIDGE = "On the harbour.\n\nThe bridge opened in 1932. It was painted green.\n"
OF_AN_ANSWER = "POST /api/v1/sessions/me/feedback"
"""It takes the id of an answer, which no description could know."""
REFUSED = [400, 401, 403, 404, 406, 413, 415, 422]
EXAMPLES = 20
"""Requests that are made up for each operation, at most."""
PAGES = {"/demo", "/embed", "/view/{document}", "/widget.js"}
"""What browsers show and run: no program calls it."""
NOT_DESCRIBED = {"/api/v1/openapi.json", "", *PAGES}
"""The description itself, and all that is Gradio's."""
FILES = "/ui/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server over a small folder whose documents may be changed."""
    place = tmp_path_factory.mktemp("described")
    documents = place / "documents"
    (documents / "letters").mkdir(parents=True)
    (documents / "letters" / "ann.txt").write_text(LETTER, "utf-8")
    (documents / "bridge.txt").write_text(BRIDGE, "utf-8")
    (documents / "report.pdf").write_bytes(running())
    changeable: dict[str, Any] = {"allow_upload": True, "feedback": "on"}
    told = Settings(documents=documents, data=place / "data", reader="light", **changeable)
    assistant = open_assistant(told)
    try:
        with served(assistant) as address:
            yield address
    finally:
        assistant.close()


@pytest.fixture(scope="module")
def described(address: str) -> Any:
    """The API as a stranger reads it."""
    whole = httpx.get(f"{address}api/v1/openapi.json", timeout=60).json()
    config = schemathesis.Config.from_dict(
        {
            "generation": {"with-security-parameters": False},
            "checks": {"negative_data_rejection": {"expected-statuses": REFUSED}},
        }
    )
    return schemathesis.openapi.from_dict(whole, config=config)


@pytest.fixture(scope="module")
def session() -> Iterator[requests.Session]:
    with requests.Session() as session:
        yield session


def bearer(address: str, operation: schemathesis.APIOperation) -> dict[str, str]:
    """Headers of our own page; with a new session, for what needs one."""
    headers = {"Origin": address.rstrip("/")}
    if {"session": []} not in operation.definition.raw["security"]:
        return headers
    begun = httpx.post(f"{address}api/v1/sessions", json={}, headers=headers)
    return headers | {"Authorization": f"Bearer {begun.json()['token']}"}


def tried(
    strategy: st.SearchStrategy[schemathesis.Case],
    most: int,
    send: Callable[[schemathesis.Case], None],
) -> list[str]:
    """What went wrong as requests were sent, the same ones each time."""

    @settings(
        max_examples=most,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def sent(case: schemathesis.Case) -> None:
        send(case)

    try:
        sent()
    except FailureGroup as failures:
        return [str(failure) for failure in failures.exceptions]
    except Failure as failure:
        return [str(failure)]
    return []


@pytest.mark.parametrize("tag", TAGS)
def test_every_operation_answers_as_described(
    described: Any, address: str, session: requests.Session, tag: str
) -> None:
    wrong: list[str] = []
    statuses: dict[str, set[int]] = {}

    def send(case: schemathesis.Case) -> None:
        headers = bearer(address, case.operation)
        response = case.call_and_validate(address, session, headers, CHECKS)
        statuses.setdefault(case.operation.label, set()).add(response.status_code)

    for found in described.include(tag=tag).get_all_operations():
        operation = found.ok()
        made_up = [operation.as_strategy()]
        if operation.body or operation.headers:
            made_up.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
        faults = tried(st.one_of(made_up), EXAMPLES, send)
        for example in operation.get_strategies_from_examples():
            faults += tried(example, 1, send)
        wrong += [f"{operation.label}: {fault}" for fault in faults]
    assert not wrong, "\n\n".join(wrong)

    done = {label for label, seen in statuses.items() if min(seen) < 400}
    assert set(statuses) - done <= {OF_AN_ANSWER}


@pytest.fixture(scope="module")
def description(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


def test_every_route_is_described_or_not_ours(app: FastAPI, description: dict[str, Any]) -> None:
    told = {(path, method.upper()) for path, method, _ in operations(description)}
    for path, methods in routes(app.router.routes):
        plain = path.replace(":path}", "}").replace(":int}", "}")
        if plain in NOT_DESCRIBED or plain.startswith(FILES) or plain.endswith("/{rest}"):
            continue
        assert all((plain, method) in told for method in methods - {"HEAD"}), path


def routes(found: Iterable[Any]) -> Iterator[tuple[str, set[str]]]:
    """Path and methods of each route, those of included routers too."""
    for route in found:
        if hasattr(route, "original_router"):
            yield from routes(route.original_router.routes)
        else:
            methods = getattr(route, "methods", None)
            yield route.path, {"POST"} if methods is None else set(methods)


def test_every_operation_is_told_of_in_full(description: dict[str, Any]) -> None:
    ids = set()
    for path, method, operation in operations(description):
        place = f"{method} {path}"
        assert operation["summary"], place
        assert operation["description"], place
        assert set(operation["tags"]) <= set(TAGS), place
        assert operation["security"], place
        ids.add(operation["operationId"])
    assert len(ids) == len(list(operations(description)))
    assert set(description["components"]["securitySchemes"]) == {"key", "password", "session"}


def test_every_error_has_its_form(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        for status, response in operation["responses"].items():
            if int(status) < 400 or (path == "/mcp" and "content" not in response):
                continue
            (kind,) = response["content"]
            openai = path.startswith("/v1/")
            assert kind == ("application/json" if openai else "application/problem+json"), (
                f"{method} {path} {status}"
            )


def test_what_is_asked_may_be_turned_away(description: dict[str, Any]) -> None:
    for path in ASKING & set(description["paths"]):
        assert "Retry-After" in description["paths"][path]["post"]["responses"]["429"]["headers"]


def test_bodies_have_examples_that_fit(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    for path, method, operation in operations(description):
        content = operation.get("requestBody", {}).get("content", {}).get("application/json")
        if content is None or path == "/mcp":
            continue
        named = set(re.findall(r"#/components/schemas/(\w+)", str(content)))
        assert len(named) == 1, f"{method} {path}"
        (name,) = named
        assert schemas[name].get("examples"), f"{method} {path}: {name}"


def test_examples_fit_their_schemas(description: dict[str, Any]) -> None:
    components = {"components": description["components"]}
    for name, schema in description["components"]["schemas"].items():
        checked = Draft202012Validator({"$ref": f"#/components/schemas/{name}"} | components)
        for example in schema.get("examples", []):
            checked.validate(example)


def test_answers_of_the_example_are_answers() -> None:
    assert Answer.from_json(EXAMPLE).to_json() == EXAMPLE
