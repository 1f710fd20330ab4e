"""Keys go to the server that they are for, and are told to nobody else."""

import json
import logging
import traceback
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from assistant.text import explained
from assistant.writer.failures import FailureKind, ModelFailed
from evals.scripted.server import Messages, Script, Scripted, Status, Step
from tests.assistant.writer.conftest import Open
from tests.assistant.writer.test_model import FAILING, PROMPT, SAID, opened
from tests.models import scripts
from tests.web.building import build

CANARY = "canary-7b1f2c"
OTHERS = "canary-of-another-server"
QUESTION = "How many countries belong to ALBA?"


@pytest.fixture(autouse=True)
def variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID"):
        monkeypatch.setenv(name, OTHERS)
    monkeypatch.setenv("FOOTNOTE_MODEL_KEY", CANARY)


def test_server_is_given_its_own_key_and_nothing_of_another(scripted_model: Scripted) -> None:
    opened(scripted_model).complete(PROMPT, seconds=20)
    headers = scripted_model.requests[0].headers
    assert headers["authorization"] == f"Bearer {CANARY}"
    assert OTHERS not in str(headers)


def test_server_without_a_key_is_given_none(
    scripted_model: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FOOTNOTE_MODEL_KEY")
    opened(scripted_model).complete(PROMPT, seconds=20)
    assert scripted_model.requests[0].headers["authorization"] == "Bearer none"


def test_text_to_this_machine_goes_through_no_proxy(
    scripted_model: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "OPENAI_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert opened(scripted_model).complete(PROMPT, seconds=20).text == SAID


def repeating(server: Scripted, script: Script) -> Script:
    """A server whose errors repeat the key and the prompt."""

    def told(messages: Messages) -> Iterator[Step]:
        sent = server.requests[-1].headers["authorization"] + "evidence alone"
        for step in script(messages):
            yield step._replace(words=f"bad key {sent}") if isinstance(step, Status) else step

    return told


@pytest.mark.parametrize(("kind", "script"), FAILING)
def test_no_failure_tells_a_key_or_the_prompt(
    kind: FailureKind,
    script: Script,
    scripted_model: Scripted,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    scripted_model.script = repeating(scripted_model, script)
    model = opened(scripted_model)
    with caplog.at_level(logging.DEBUG):
        try:
            model.complete(PROMPT, seconds=0.3 if kind == "timeout" else 20)
        except ModelFailed as failure:
            trace = "".join(traceback.format_exception(failure))
            shown = f"{failure} {failure!r} {failure.words} {vars(failure)} {trace}"
        logging.getLogger("footnote").exception("told")
    ours = [one.getMessage() for one in caplog.records if one.name.startswith("assistant")]
    told = "".join(capfd.readouterr())
    assert ours
    assert CANARY not in shown + repr(model) + caplog.text + told
    assert "evidence alone" not in shown + "".join(ours) + told


ANSWERED: dict[str, Script] = {
    "written": scripts.well_behaved,
    "refused key": scripts.refuses(401),
    "too many": scripts.refuses(429, retry_after="9"),
    "cut": scripts.cut,
    "echo": scripts.repeats_prompt,
}


@pytest.mark.parametrize("script", ANSWERED.values(), ids=ANSWERED)
def test_no_answer_account_or_explanation_tells_a_key(
    script: Script, written: Open, scripted_model: Scripted, capfd: pytest.CaptureFixture[str]
) -> None:
    scripted_model.script = repeating(scripted_model, script)
    chunks = list(written().stream(QUESTION))
    answer = chunks[-1]["answer"]
    assert answer.writing is not None
    said = [json.dumps(answer.to_json(explain=True)), explained(answer), str(chunks)]
    assert scripted_model.requests[0].headers["authorization"] == f"Bearer {CANARY}"
    assert [one for one in (*said, *capfd.readouterr()) if CANARY in one] == []


def test_no_page_of_the_server_tells_a_key(written: Open, scripted_model: Scripted) -> None:
    scripted_model.script = repeating(scripted_model, scripts.refuses(401))
    with TestClient(build(written()), base_url="http://localhost") as client:
        asked = client.post("/api/v1/ask", json={"question": QUESTION, "explain": True})
        told = [client.get(path) for path in ("/api/v1/status", "/metrics", "/health")]
    assert asked.json()["writing"]["failure"] == "unauthorised"
    assert told[0].json()["writer"] is not None
    assert [one.url for one in (asked, *told) if CANARY in one.text] == []
