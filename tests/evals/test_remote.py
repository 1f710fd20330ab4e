"""A running server is evaluated over HTTP as an assistant in this process is."""

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

import assistant.request_parts
from assistant.answer import Answer, Turn
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from evals.remote import MOST_DOCUMENTS, ServerUnusable, remote_ask
from evals.report.results import Report
from evals.run import evaluate
from evals.suite import Suite
from index.errors import InvalidInput
from tests.conftest import ROOT
from tests.evals.samples import CASES, answer, citation, refusal, sample_suite
from tests.evals.serving import Response, Told, serving, told_server
from tests.web.building import build

FOLLOW_UP = """\
  - id: he
    kind: follow-up
    question: When did he draw them?
    history: [{question: "Who drew the maps?", answer: Bob drew the maps in 1890.}]
    scope: document
    evidence: [{quote: Bob drew the maps in 1890.}]
  - id: long
    question: LONG
    answerable: false
""".replace("LONG", "Who? " * 900)
HELD = [{"id": "a.txt", "digest": "sha256:0", "title": "A"}]
README = (ROOT / "README.md").read_text("utf-8")
EXAMPLE = next(
    block
    for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    if "Answer.from_json" in block
)
"""As the README shows it to evaluators."""


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    return sample_suite(tmp_path_factory.mktemp("suite"), CASES + FOLLOW_UP)


@pytest.fixture(scope="module")
def direct(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The real assistant over the documents of the suite."""
    data = tmp_path_factory.mktemp("data")
    opened = open_assistant(Settings(documents=suite.documents.root, data=data))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def url(direct: Assistant) -> Iterator[str]:
    """The address of the real application over the same documents."""
    with serving(build(direct)) as address:
        yield address


@pytest.fixture
def told() -> Iterator[Told]:
    """A server that holds a.txt and otherwise does as it is told."""
    with told_server() as server:
        server.answer = says(Response(body=refusal().to_json()))
        yield server


def says(*responses: Response) -> Callable[[str, str, Any], Response]:
    """Lists the documents, and gives the responses in turn, the last again and again."""
    waiting = list(responses)

    def respond(method: str, path: str, body: Any) -> Response:
        if method == "GET":
            return Response(body=HELD)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    return respond


def without_times(report: Report) -> list[object]:
    found = []
    for result in report.results:
        told = result.answer.to_json() if result.answer else {}
        told.pop("seconds", None)
        found.append((result.case.id, result.outcome, result.values, result.why, told))
    return found


def refused(told: Told, *responses: Response) -> str:
    """The error that the responses to a question lead to."""
    told.answer = says(*responses)
    with remote_ask(told.url) as ask, pytest.raises(ServerUnusable) as error:
        ask("Who?", (), ())
    message = str(error.value)
    assert message.startswith(told.url + ": ")
    assert message.isprintable()
    return message


# A running server is as good as the assistant itself


def test_results_over_http_equal_those_of_the_direct_call(
    suite: Suite, direct: Assistant, url: str
) -> None:
    with remote_ask(url) as ask:
        ask.check_documents(suite.documents)
        remote = evaluate(ask, suite)
    local = evaluate(direct.ask, suite)
    assert without_times(remote)[:-1] == without_times(local)[:-1]
    assert [r.outcome for r in remote.results] == ["hit", "hit", "refusal", "hit", "failed"]
    assert {k: v.value for k, v in remote.scores.items() if "seconds" not in k} == {
        k: v.value for k, v in local.scores.items() if "seconds" not in k
    }


def test_question_that_the_server_refuses_fails_its_case_with_the_reason_of_the_server(
    suite: Suite, url: str
) -> None:
    with remote_ask(url) as ask:
        (failed,) = evaluate(ask, suite).failed
    assert failed.case.id == "long"
    assert failed.error is not None
    assert "422" in failed.error
    assert "ask it in at most 4,000" in failed.error


@pytest.mark.parametrize("end", ["", "/", "//"])
def test_slash_at_the_end_of_the_address_makes_no_difference(url: str, end: str) -> None:
    with remote_ask(url.rstrip("/") + end) as ask:
        assert not ask("Who wrote the notes?", (), ()).refused


def test_path_of_the_address_is_kept(told: Told) -> None:
    with remote_ask(told.url + "/footnote/") as ask:
        ask("Who?", (), ())
    assert [path for _, path, _ in told.requests] == [
        "/footnote/api/v1/documents",
        "/footnote/api/v1/ask",
    ]


def test_history_and_documents_reach_the_server(told: Told) -> None:
    with remote_ask(told.url) as ask:
        ask("And he?", (Turn("Who?", "Bob."),), ("a.txt",))
    assert told.requests[-1] == (
        "POST",
        "/api/v1/ask",
        {
            "question": "And he?",
            "history": [{"question": "Who?", "answer": "Bob."}],
            "documents": ["a.txt"],
        },
    )


def test_all_questions_go_over_one_connection(told: Told) -> None:
    with remote_ask(told.url) as ask:
        for _ in range(5):
            ask("Who?", (), ())
    assert (len(told.requests), told.connections) == (6, 1)


def test_half_of_a_surrogate_pair_is_left_to_the_server(url: str) -> None:
    with remote_ask(url) as ask, pytest.raises(ServerUnusable, match=r"422 .*unicode"):
        ask("Who \ud800?", (), ())


def test_key_that_a_later_server_adds_is_ignored(told: Told) -> None:
    told.answer = says(Response(body=refusal().to_json() | {"followups": []}))
    with remote_ask(told.url) as ask:
        assert ask("Who?", (), ()).refused


def test_name_and_password_are_sent_and_never_shown(told: Told) -> None:
    told.answer = says(Response(403))
    address = told.url.replace("//", "//ann:secret@")
    with remote_ask(address) as ask, pytest.raises(ServerUnusable) as error:
        ask("Who?", (), ())
    assert all(headers["authorization"].startswith("Basic ") for headers in told.headers)
    assert "secret" not in str(error.value)
    with pytest.raises(InvalidInput) as refused:
        remote_ask("ftp://ann:secret@host/")
    assert "secret" not in str(refused.value)


# Proxies


def test_server_on_this_machine_is_asked_past_a_proxy(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    port = told.url.rpartition(":")[2]
    for host in ("127.0.0.1", "localhost"):
        with remote_ask(f"http://{host}:{port}") as ask:
            assert ask("Who?", (), ()).refused


def test_another_machine_is_asked_through_the_proxy_of_the_environment(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", told.url)
    with remote_ask("http://footnote.invalid/docs") as ask:
        assert ask("Who?", (), ()).refused
    assert told.requests[0][1] == "http://footnote.invalid/docs/api/v1/documents"


# A server that cannot be evaluated is named before the first question


@pytest.mark.parametrize(
    "url", ["", "localhost:7860", "127.0.0.1", "ftp://host/", "file:///etc", "http://", "http:///x"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidInput, match=r"give one such as http://127\.0\.0\.1:7860"):
        remote_ask(url)


@pytest.mark.parametrize("url", ["http://host:99999999/", "http://[::1", "http://a b/\x00"])
def test_address_that_cannot_be_read_is_refused_with_the_reason(url: str) -> None:
    with pytest.raises(InvalidInput, match="no address"):
        remote_ask(url)


@pytest.mark.parametrize("end", ["?x=1", "#top"])
def test_address_with_a_query_is_refused(end: str) -> None:
    with pytest.raises(InvalidInput, match="leave out"):
        remote_ask("http://127.0.0.1:1/" + end)


def test_refused_connection_is_known_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(ServerUnusable) as error:
        remote_ask(url + "/")
    assert str(error.value).startswith(f"{url}: cannot be reached (")
    assert "refused" in str(error.value)
    assert str(error.value).endswith("start it with `footnote serve`, or correct the address")


def test_silent_server_is_given_up_in_time() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ServerUnusable, match="no answer in time"):
            remote_ask(url, timeout=0.2)


@pytest.mark.parametrize(
    ("response", "reason"),
    [
        (Response(404, "<h1>Not Found</h1>", kind="text/html"), "gave 404 Not Found"),
        (Response(404, {"detail": "Not Found"}), "gave 404 Not Found"),
        (Response(200, "<h1>Welcome</h1>", kind="text/html"), "gave 200 OK"),
        (Response(200, {"items": []}), "gave no list of documents"),
        (Response(200, [{"name": "a.txt"}]), "gave no list of documents"),
        (Response(200, None), "gave 200 OK"),
    ],
)
def test_another_kind_of_server_is_said_to_be_one(
    told: Told, response: Response, reason: str
) -> None:
    told.answer = lambda method, path, body: response
    with pytest.raises(ServerUnusable) as error:
        remote_ask(told.url)
    assert f"is no Footnote server (/api/v1/documents {reason})" in str(error.value)
    assert "give the address that `footnote serve` prints" in str(error.value)


def test_redirect_is_named_and_not_followed(told: Told) -> None:
    place = {"Location": "https://example.org/api/v1/documents"}
    told.answer = lambda method, path, body: Response(308, "", place)
    with pytest.raises(ServerUnusable, match=r"redirects to https://example\.org; give that"):
        remote_ask(told.url)
    assert len(told.requests) == 1


def test_server_that_wants_a_password_is_told_apart(told: Told) -> None:
    told.answer = lambda method, path, body: Response(401, "", kind="text/html")
    with pytest.raises(ServerUnusable, match=r"401 Unauthorized; give name and password"):
        remote_ask(told.url)


# The server has to hold the documents that the evidence counts in


def test_documents_of_the_server_are_those_of_the_suite(suite: Suite, url: str) -> None:
    with remote_ask(url) as ask:
        ask.check_documents(suite.documents)


def test_document_that_the_server_lacks_is_named(tmp_path: Path, url: str) -> None:
    suite = sample_suite(tmp_path)
    (tmp_path / "docs" / "b.txt").write_text("Another.")
    (tmp_path / "docs" / "c.txt").write_text("And one more.")
    (tmp_path / "docs" / "unreadable.txt").write_bytes(b"\xff\xfe\x00")
    documents = type(suite.documents)(suite.documents.root)
    with remote_ask(url) as ask, pytest.raises(ServerUnusable) as error:
        ask.check_documents(documents)
    assert "does not hold b.txt (and 1 more); serve the documents of the suite" in str(error.value)


def test_document_in_another_version_is_named(suite: Suite, told: Told) -> None:
    with remote_ask(told.url) as ask, pytest.raises(ServerUnusable) as error:
        ask.check_documents(suite.documents)
    assert "holds another version of a.txt; serve" in str(error.value)


def test_more_documents_on_the_server_are_no_fault(suite: Suite, told: Told) -> None:
    held = [{"id": "a.txt", "digest": suite.documents["a.txt"].digest}]
    more = [*held, {"id": "b.txt", "digest": "sha256:1"}]
    told.answer = lambda method, path, body: Response(body=more)
    with remote_ask(told.url) as ask:
        ask.check_documents(suite.documents)


def test_limit_on_documents_is_that_of_the_api_and_is_said(told: Told) -> None:
    assert MOST_DOCUMENTS == assistant.request_parts.MOST_DOCUMENTS
    ids = [f"{number}.txt" for number in range(MOST_DOCUMENTS + 1)]
    with remote_ask(told.url) as ask:
        ask("Who?", (), ids[1:])
        with pytest.raises(ServerUnusable, match=r"at most 1000 documents .* not 1001"):
            ask("Who?", (), ids)
    assert len(told.requests) == 2


# What goes wrong with a question is its case's failure, with the reason


def test_answer_of_another_shape_is_named_by_its_field(told: Told) -> None:
    body = refusal().to_json()
    del body["confidence"]
    assert "no answer: confidence: is missing" in refused(told, Response(body=body))


@pytest.mark.parametrize("body", ["", "<p>Sorry</p>", "[" * 100_000, "nan,"])
def test_answer_that_is_no_json_is_an_error(told: Told, body: str) -> None:
    assert "is no Footnote server" in refused(told, Response(200, body))


def test_problem_of_the_api_is_passed_on_on_one_line(told: Told) -> None:
    body = {"type": "about:blank", "status": 422, "detail": "too long;\n shorten \x1b[31mit"}
    message = refused(told, Response(422, body, kind="application/problem+json"))
    assert message == f"{told.url}: 422 Unprocessable Entity: too long; shorten [31mit"


def test_failure_inside_the_server_points_to_its_log(told: Told) -> None:
    message = refused(told, Response(500, {"detail": "Something went wrong."}))
    assert "500 Internal Server Error: Something went wrong.; see the log" in message


def test_connection_that_the_server_ended_is_made_anew(told: Told) -> None:
    told.answer = says(Response(0), Response(body=refusal().to_json()))
    with remote_ask(told.url) as ask:
        assert ask("Who?", (), ()).refused
    assert told.connections == 2


def test_server_that_always_hangs_up_is_given_up(told: Told) -> None:
    assert "cannot be reached (" in refused(told, Response(0))


# A busy server is waited for


@pytest.mark.parametrize("status", [429, 503])
def test_busy_server_is_tried_again(told: Told, status: int) -> None:
    busy = Response(status, {"detail": "Busy."}, {"Retry-After": "0"})
    told.answer = says(busy, busy, Response(body=refusal().to_json()))
    with remote_ask(told.url) as ask:
        assert ask("Who?", (), ()).refused
    assert len(told.requests) == 4


def test_server_that_stays_busy_is_given_up_with_its_reason(told: Told) -> None:
    busy = Response(429, {"detail": "Ten a minute."}, {"Retry-After": "0"})
    message = refused(told, busy)
    assert "429 Too Many Requests: Ten a minute.; evaluate when less is asked of it" in message
    assert len(told.requests) == 1 + 4


def test_server_that_wants_to_be_left_alone_for_long_is_not_waited_for(told: Told) -> None:
    assert "429" in refused(told, Response(429, "", {"Retry-After": "86400"}))
    assert len(told.requests) == 2


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that were made, none of which takes time."""
    made: list[float] = []
    monkeypatch.setattr("evals.remote.time.sleep", made.append)
    return made


def test_pauses_grow_where_the_server_names_none(told: Told, waits: list[float]) -> None:
    refused(told, Response(503))
    assert waits == [0.5, 1, 2]


def test_pause_is_as_long_as_the_server_asks(told: Told, waits: list[float]) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=1), usegmt=True)
    named = [Response(503, "", {"Retry-After": told}) for told in ("7", date, past)]
    told.answer = says(*named, Response(body=refusal().to_json()))
    with remote_ask(told.url) as ask:
        ask("Who?", (), ())
    assert waits[0] == 7
    assert 20 < waits[1] <= 30
    assert waits[2] == 0


# Any callable will do


def test_example_for_evaluators_works_as_printed(
    suite: Suite, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("evals.suite.load_suite", lambda path: suite)
    asked: list[tuple[str, Sequence[tuple[str, str]]]] = []

    def my_assistant(question: str, history: Sequence[tuple[str, str]]) -> dict[str, Any]:
        asked.append((question, history))
        reply = answer(citation(0, 20)) if "notes" in question else refusal()
        return reply.to_json()

    exec(EXAMPLE, {"my_assistant": my_assistant})
    assert asked[3] == (
        "When did he draw them?",
        [("Who drew the maps?", "Bob drew the maps in 1890.")],
    )
    shown = capsys.readouterr().out
    assert f"{suite.name}: 5 cases" in shown
    assert "false refusal: maps: When were the maps drawn?" in shown


def test_callable_whose_answer_does_not_fit_fails_its_cases_by_name(suite: Suite) -> None:
    def ask(question: str, history: Sequence[Turn], documents: Sequence[str], /) -> Answer:
        return Answer.from_json({"answer": "Ada"})

    report = evaluate(ask, suite)
    assert len(report.failed) == 5
    assert "question: is missing" in str(report.failed[0].error)
