"""Sessions: who may begin one, what its token opens, and that it opens nothing else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from assistant.feedback.file import FeedbackFile
from assistant.settings import Settings
from assistant.web.access.sites import Site
from assistant.web.said import MOST_OF_ONE, Said
from assistant.web.sessions import LONGEST, UNUSED, Session, Sessions
from assistant.web.visitors import VERDICTS
from tests.web.building import build
from tests.web.fake_assistant import Cited, FakeAssistant
from tests.web.test_api import problem_of
from tests.web.visiting import CHAT, ask, begin

OWN = "http://127.0.0.1"
SITE, OTHER, EVIL = "https://site.test", "https://other.test", "https://evil.test"
SITES = f"""
sites:
  - id: docs
    origins: [{SITE}, "http://site.test:8000"]
    documents: [public, gone.txt]
    title: Ask the docs
    greeting: Hello
    theme: {{color: "#00aa55", position: left}}
  - id: asking
    origins: [{OTHER}]
    questions: ["Is it open?"]
    limits: {{per_session: 2, per_address: 3, in_all: 100}}
  - id: closed
    origins: [{SITE}]
    private: true
  - id: empty
    origins: [{SITE}]
    documents: [nowhere]
"""
PUBLIC, SECRET = "When did the bridge open?", "What is the password?"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("sites")
    (folder / "sites.yaml").write_text(SITES, "utf-8")
    return Settings(
        sites=folder / "sites.yaml", data=folder / "data", per_session=500, feedback="on"
    )


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    assistant = FakeAssistant(
        texts={
            "public/bridge.txt": "The bridge opened in 1932.\nIt is green.",
            "secret.txt": "The password is tide.",
        },
        answers={
            PUBLIC: [Cited("public/bridge.txt", "The bridge opened in 1932.")],
            "Is it green?": [Cited("public/bridge.txt", "It is green.")],
            SECRET: [Cited("secret.txt", "The password is tide.")],
        },
        starting=(SECRET, PUBLIC),
        settings=settings,
    )
    with TestClient(build(assistant), base_url=OWN, raise_server_exceptions=False) as client:
        yield client


def test_session_tells_what_the_widget_shows(client: TestClient) -> None:
    response = client.post("/api/v1/sessions", json={"site": "docs"}, headers={"Origin": SITE})
    assert response.status_code == 201
    body = response.json()
    token = body.pop("token")
    assert len(token) >= 43  # 256 bits
    assert body.pop("expires").endswith("Z")
    assert body == {
        "site": {
            "id": "docs",
            "title": "Ask the docs",
            "greeting": "Hello",
            "questions": [],
            "theme": {"color": "#00aa55", "position": "left"},
            "private": False,
        },
        "documents": 1,
        "writer": None,
        "feedback": True,
    }
    again = client.get("/api/v1/sessions/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert again.pop("expires").endswith("Z")
    assert again == body


def test_a_session_without_a_site_is_this_server_s_own(client: TestClient) -> None:
    response = client.post("/api/v1/sessions", json={}, headers={"Origin": OWN})
    assert response.json()["site"]["id"] == "own"
    assert response.json()["documents"] == 2


def test_tokens_are_never_the_same(client: TestClient) -> None:
    assert len({begin(client)["Authorization"] for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("site", "origin"),
    [
        ("docs", SITE),
        ("docs", "http://site.test:8000"),
        ("docs", OWN),
        ("closed", OWN),
        ("own", OWN),
        ("own", "https://127.0.0.1"),  # a proxy ends TLS
    ],
)
def test_a_page_of_the_site_or_of_this_server_may_begin(
    client: TestClient, site: str, origin: str
) -> None:
    begin(client, site, origin)


@pytest.mark.parametrize(
    ("site", "origin"),
    [
        ("docs", EVIL),
        ("docs", OTHER),
        ("docs", "null"),
        ("docs", ""),
        ("docs", None),
        ("docs", "https://site.test.evil.test"),
        ("docs", "https://evil.test/https://site.test"),
        ("docs", "http://site.test"),
        ("docs", "https://site.test:8000"),
        ("docs", "https://SITE.test"),
        ("docs", f"{SITE}, {EVIL}"),
        ("closed", SITE),
        ("own", SITE),
        ("own", "http://127.0.0.1:81"),
        ("own", "http://127.0.0.1.evil.test"),
        ("own", "http://evil.test@127.0.0.1"),
        ("own", "ftp://127.0.0.1"),
        ("own", "http://["),
    ],
)
def test_any_other_page_may_not(client: TestClient, site: str, origin: str | None) -> None:
    headers = {} if origin is None else {"Origin": origin}
    response = client.post("/api/v1/sessions", json={"site": site}, headers=headers)
    problem_of(response, 403)
    assert "token" not in response.text


@pytest.mark.parametrize("site", ["nothing", "", "DOCS", "docs\x00", "../docs"])
def test_unknown_site_is_not_there(client: TestClient, site: str) -> None:
    response = client.post("/api/v1/sessions", json={"site": site}, headers={"Origin": OWN})
    problem_of(response, 404)


def everything(client: httpx.Client, headers: dict[str, str]) -> list[httpx.Response]:
    """One request to each route that needs a session."""
    cited = {"document": "secret.txt", "start": 0, "end": 3, "quote": "The", "digest": ""}
    said = {"answer": "0" * 32, "verdict": "good"}
    return [
        client.get("/api/v1/sessions/me", headers=headers),
        client.get("/api/v1/sessions/me/suggestions", headers=headers),
        client.post("/api/v1/sessions/me/feedback", json=said, headers=headers),
        client.post(CHAT, json={"question": PUBLIC}, headers=headers),
        client.post(CHAT, headers=headers | {"Last-Event-ID": f"{'0' * 32}.1"}),
        client.post("/api/v1/sources", json=cited, headers=headers),
        client.delete("/api/v1/sessions/me", headers=headers),
    ]


@pytest.mark.parametrize(
    "authorization",
    [None, "", "Bearer", "Bearer ", "Bearer abc", "Basic YTpi", "bearer  x", f"Bearer {'x' * 43}"],
)
def test_nothing_opens_without_a_token_that_holds(
    client: TestClient, authorization: str | None
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    for response in everything(client, headers):
        problem_of(response, 401)
        assert response.headers["www-authenticate"] == "Bearer"


def test_a_token_in_the_address_or_a_cookie_is_none(client: TestClient) -> None:
    token = begin(client)["Authorization"].removeprefix("Bearer ")
    for response in (
        client.get(f"/api/v1/sessions/me?token={token}&access_token={token}"),
        client.get("/api/v1/sessions/me", headers={"Cookie": f"token={token}"}),
    ):
        problem_of(response, 401)
        assert "set-cookie" not in response.headers


def test_a_token_is_bound_to_its_origin(client: TestClient) -> None:
    visitor = begin(client, "docs", SITE)
    for origin in (OTHER, OWN):  # both may use the widget, with tokens of their own
        for response in everything(client, visitor | {"Origin": origin}):
            problem_of(response, 401)
    for origin in (EVIL, "null", ""):
        for response in everything(client, visitor | {"Origin": origin}):
            assert response.status_code in (401, 403)
            problem_of(response, response.status_code)
    assert client.get("/api/v1/sessions/me", headers=visitor).status_code == 200


def test_ended_session_opens_nothing_and_the_other_goes_on(client: TestClient) -> None:
    first, second = begin(client), begin(client)
    said = ask(client, first, PUBLIC)
    assert client.delete("/api/v1/sessions/me", headers=first).status_code == 204
    for response in everything(client, first):
        problem_of(response, 401)
    resumed = client.post(CHAT, headers=second | {"Last-Event-ID": said[0].id})
    problem_of(resumed, 404)
    assert client.get("/api/v1/sessions/me", headers=second).status_code == 200


def test_no_session_reaches_the_answers_of_another(client: TestClient) -> None:
    first, second = begin(client, "docs", SITE), begin(client, "docs", SITE)
    said = ask(client, first, PUBLIC)
    id = said[-1].data["id"]
    assert len(id) == 32  # 128 bits in hexadecimal digits
    problem_of(client.post(CHAT, headers=second | {"Last-Event-ID": said[1].id}), 404)
    verdict = {"answer": id, "verdict": "good"}
    path = "/api/v1/sessions/me/feedback"
    problem_of(client.post(path, json=verdict, headers=second), 404)
    assert client.post(path, json=verdict, headers=first).status_code == 204


def test_no_session_fills_the_disk_with_verdicts(client: TestClient) -> None:
    visitor = begin(client, "docs", SITE)
    body = {"answer": ask(client, visitor, PUBLIC)[-1].data["id"], "verdict": "good"}
    path = "/api/v1/sessions/me/feedback"
    for _ in range(VERDICTS):
        assert client.post(path, json=body, headers=visitor).status_code == 204
    assert int(client.post(path, json=body, headers=visitor).headers["retry-after"]) > 0
    another = begin(client, "docs", SITE)
    huge = [{"question": "a" * 19_000, "answer": "b" * 19_000}] * 10
    body["answer"] = ask(client, another, PUBLIC, history=huge)[-1].data["id"]
    problem_of(client.post(path, json=body, headers=another), 404)


def test_verdict_on_an_answer_of_the_session_is_kept_and_taken_back(
    client: TestClient, settings: Settings
) -> None:
    from assistant.syncing import place_of

    visitor = begin(client, "docs", SITE)
    turn = {"question": "How?", "answer": "So."}
    id = ask(client, visitor, PUBLIC, history=[turn])[-1].data["id"]
    path = "/api/v1/sessions/me/feedback"
    body = {"answer": id, "verdict": "evidence_wrong", "comment": "not there"}
    assert client.post(path, json=body, headers=visitor).status_code == 204
    file = FeedbackFile(place_of(settings))
    (kept,) = [one for one in file.read().feedback if one.id == id]
    assert (kept.verdict, kept.comment, kept.question) == ("evidence_wrong", "not there", PUBLIC)
    assert [(turn.question, turn.answer) for turn in kept.history] == [("How?", "So.")]
    assert kept.documents == ("public",)
    assert kept.answer.citations[0].quote == "The bridge opened in 1932."
    client.post(path, json={"answer": id, "verdict": "none"}, headers=visitor)
    assert [one for one in file.read().feedback if one.id == id] == []


@pytest.mark.parametrize(
    "body", [{}, {"answer": "a" * 32}, {"answer": "a", "verdict": "x"}, {"verdict": "good"}]
)
def test_verdict_of_another_shape_is_refused(client: TestClient, body: Any) -> None:
    problem_of(client.post("/api/v1/sessions/me/feedback", json=body, headers=begin(client)), 422)


def test_verdicts_are_refused_where_none_are_kept(assistant: FakeAssistant) -> None:
    silent = FakeAssistant(assistant.texts, assistant.answers, settings=Settings(feedback="off"))
    with TestClient(build(silent), base_url=OWN) as client:
        visitor = begin(client)
        assert client.get("/api/v1/sessions/me", headers=visitor).json()["feedback"] is False
        id = ask(client, visitor, PUBLIC)[-1].data["id"]
        body = {"answer": id, "verdict": "good"}
        response = client.post("/api/v1/sessions/me/feedback", json=body, headers=visitor)
        problem_of(response, 403)


def test_suggestions_are_the_site_s_own_else_what_its_documents_answer(client: TestClient) -> None:
    path = "/api/v1/sessions/me/suggestions"

    def suggested(site: str, origin: str) -> Any:
        return client.get(path, headers=begin(client, site, origin)).json()

    assert suggested("asking", OTHER) == {"questions": ["Is it open?"], "ready": True}
    assert suggested("docs", SITE) == {"questions": [PUBLIC], "ready": True}
    assert suggested("own", OWN) == {"questions": [SECRET, PUBLIC], "ready": True}


def test_a_site_never_shows_what_is_not_its(client: TestClient) -> None:
    visitor = begin(client, "docs", SITE)
    *_, done = ask(client, visitor, PUBLIC)
    assert done.data["follow_ups"] == ["Is it green?"]
    for asked in (["secret.txt"], ["public/bridge.txt", "secret.txt"], ["nothing.txt"], [""]):
        body = {"question": SECRET, "documents": asked}
        response = client.post(CHAT, json=body, headers=visitor)
        detail = problem_of(response, 404)
        assert "tide" not in response.text
        assert detail.endswith("there is no such document here; leave it out")


def test_a_site_can_be_narrowed(client: TestClient) -> None:
    visitor = begin(client, "docs", SITE)
    for documents in (["public"], ["public/"], ["public/bridge.txt"]):
        *_, done = ask(client, visitor, PUBLIC, documents=documents)
        assert {p["document"] for p in done.data["answer"]["passages"]} == {"public/bridge.txt"}


def test_a_site_whose_documents_are_all_gone_says_so(client: TestClient) -> None:
    visitor = begin(client, "empty", SITE)
    problem_of(client.post(CHAT, json={"question": PUBLIC}, headers=visitor), 503)


def test_questions_come_no_faster_than_the_site_allows(client: TestClient) -> None:
    visitor = begin(client, "asking", OTHER)
    for _ in range(2):
        assert ask(client, visitor, PUBLIC)[-1].name == "done"
    refused = client.post(CHAT, json={"question": PUBLIC}, headers=visitor)
    problem_of(refused, 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    another = begin(client, "asking", OTHER)  # a new session is still the same address
    assert ask(client, another, PUBLIC)[-1].name == "done"
    forged = another | {"X-Forwarded-For": "192.0.2.7", "Forwarded": "for=192.0.2.7"}
    problem_of(client.post(CHAT, json={"question": PUBLIC}, headers=forged), 429)
    assert ask(client, begin(client, "docs", SITE), PUBLIC)[-1].name == "done"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def a_site(id: str = "docs") -> Site:
    return Site(id=id, origins=(SITE,))


def test_session_ends_when_it_is_old_or_unused() -> None:
    clock, ended = Clock(), list[Session]()
    sessions = Sessions(ended.append, clock)
    token, session = sessions.mint(a_site(), SITE)
    while clock.now + UNUSED < LONGEST:
        clock.now += UNUSED
        assert sessions.find(token, SITE) == session
    clock.now = LONGEST + 1
    assert sessions.find(token, SITE) is None
    assert ended == [session]
    token, session = sessions.mint(a_site(), SITE)
    clock.now += UNUSED + 1
    assert sessions.find("another", SITE) is None
    assert ended[1:] == [session]
    assert len(sessions) == 0


def test_of_too_many_sessions_the_one_unused_for_longest_goes() -> None:
    ended = list[Session]()
    sessions = Sessions(ended.append, Clock(), most=3)
    tokens = [sessions.mint(a_site(), SITE)[0] for _ in range(3)]
    assert sessions.find(tokens[0], SITE)
    sessions.mint(a_site(), SITE)
    assert [sessions.find(token, SITE) is not None for token in tokens] == [True, False, True]
    assert len(ended) == 1


def test_tokens_themselves_are_not_kept() -> None:
    sessions = Sessions()
    token, session = sessions.mint(a_site(), SITE)
    assert token not in repr(vars(sessions))
    assert token not in repr(session)


def test_the_last_answers_of_a_session_are_remembered_and_no_more(
    assistant: FakeAssistant,
) -> None:
    said = Said()
    answer = assistant.ask(PUBLIC).to_json()
    ids = [str(n) for n in range(MOST_OF_ONE + 2)]
    for id in ids:
        said.keep("one", id, f"question {id}", (), (), answer)
    said.keep("two", "0", "another", (), (), answer)
    found = [said.find("one", id) for id in ids]
    assert [one.question for one in found if one] == [f"question {id}" for id in ids[2:]]
    said.forget("one")
    assert [said.find("one", id) for id in ids] == [None] * len(ids)
    kept = said.find("two", "0")
    assert kept is not None
    assert kept.answer.to_json() == answer


def test_what_is_remembered_stays_within_its_room(assistant: FakeAssistant) -> None:
    answer = assistant.ask(PUBLIC).to_json()
    said = Said(most_bytes=20_000)
    for n in range(40):
        said.keep(f"session {n}", "a", "x" * 1000, (), (), answer)
    found = [n for n in range(40) if said.find(f"session {n}", "a")]
    assert found == list(range(40 - len(found), 40))
    assert 0 < len(found) < 20


def test_what_is_wrong_with_the_sites_is_told_before_anything_is_indexed(tmp_path: Path) -> None:
    from assistant.cli import main

    (tmp_path / "sites.yaml").write_text("sites:\n  - id: own\n", "utf-8")
    arguments = ["--documents", str(tmp_path / "none"), "--sites", str(tmp_path / "sites.yaml")]
    assert main(["serve", "--port", "0", *arguments]) == 2
