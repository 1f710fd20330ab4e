import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from assistant.settings import Settings
from assistant.web.health import build_health
from assistant.web.metrics import Metrics
from assistant.web.problem import answer_errors_as_problems
from assistant.web.readiness import Readiness
from index.errors import IndexDamaged
from tests.waiting import until
from tests.web.fake_assistant import Cited, FakeAssistant
from tests.web.test_api import problem_of

QUESTION = "When did the bridge open?"


def values(text: str) -> dict[tuple[str, ...], float]:
    """Each figure by its name and the values of its labels."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def figures(metrics: Metrics) -> dict[tuple[str, ...], float]:
    return values(metrics.text().decode())


def test_figures_are_served_as_prometheus_reads_them(
    client: TestClient, assistant: FakeAssistant
) -> None:
    response = client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    told = values(response.text)
    assert told["footnote_documents",] == len(assistant.texts)
    assert told["footnote_passages",] == 1
    assert any(name == "footnote_build_info" for name, *_ in told)


def test_questions_are_counted_by_way_and_outcome(assistant: FakeAssistant) -> None:
    metrics = Metrics(assistant)
    metrics.answered("api", assistant.ask(QUESTION))
    metrics.answered("api", assistant.ask(QUESTION))
    metrics.answered("mcp", assistant.ask("Who is Bob?"))
    metrics.answered("page", assistant.ask("hello"))
    metrics.failed("widget")
    metrics.turned_away("openai")
    counted = {place: n for place, n in figures(metrics).items() if "questions_total" in place[0]}
    assert counted == {
        ("footnote_questions_total", "answered", "api"): 2,
        ("footnote_questions_total", "refused", "mcp"): 1,
        ("footnote_questions_total", "notice", "page"): 1,
        ("footnote_questions_total", "failed", "widget"): 1,
        ("footnote_questions_total", "turned_away", "openai"): 1,
    }


def test_steps_of_answers_are_summed_up(assistant: FakeAssistant) -> None:
    metrics = Metrics(assistant)
    metrics.answered("api", assistant.ask(QUESTION))
    assert figures(metrics)["footnote_step_seconds_count", "total"] == 1


def test_the_queue_is_told_as_it_is_when_asked(assistant: FakeAssistant) -> None:
    metrics, queue = Metrics(assistant), (0, 0)
    metrics.watch(lambda: queue)
    queue = (3, 4)
    told = figures(metrics)
    assert told["footnote_queue_questions", "waiting"] == 3
    assert told["footnote_queue_questions", "answering"] == 4


def test_no_word_of_a_question_or_a_document_is_told() -> None:
    secret = FakeAssistant({"zebra.txt": "Zebras run."}, {"zebra": [Cited("zebra.txt", "Zebras")]})
    metrics = Metrics(secret)
    metrics.answered("api", secret.ask("zebra"))
    assert b"zebra" not in metrics.text().lower()


def test_size_of_the_index_is_that_of_its_files_and_stands_for_a_while(tmp_path: Path) -> None:
    from assistant.syncing import place_of

    assistant = FakeAssistant({}, {}, settings=Settings(data=tmp_path))
    place = place_of(assistant.settings)
    (place / "chroma").mkdir(parents=True)
    (place / "catalog.sqlite").write_bytes(b"x" * 700)
    (place / "chroma" / "data").write_bytes(b"x" * 77)
    metrics = Metrics(assistant)
    assert figures(metrics)["footnote_index_bytes",] == 777
    (place / "more").write_bytes(b"x")
    assert figures(metrics)["footnote_index_bytes",] == 777


def test_an_index_that_cannot_be_read_leaves_the_other_figures() -> None:
    class Damaged(FakeAssistant):
        def documents(self) -> tuple[()]:
            raise IndexDamaged("/secret/place: damaged")

    told = figures(Metrics(Damaged({}, {})))
    assert ("footnote_documents",) not in told
    assert ("footnote_index_bytes",) in told


def test_two_applications_count_apart(assistant: FakeAssistant) -> None:
    one, other = Metrics(assistant), Metrics(assistant)
    one.failed("api")
    assert ("footnote_questions_total", "failed", "api") not in figures(other)


def test_ready_once_the_models_have_answered(client: TestClient) -> None:
    until(lambda: client.get("/readyz").status_code == 200)
    assert client.get("/readyz").json() == {"status": "ready"}


class Loading(FakeAssistant):
    """One whose models load as the test says."""

    def load(self) -> None:
        """What happens as they are loaded."""

    def warm_up(self) -> None:
        self.load()


def looking_at(assistant: FakeAssistant) -> TestClient:
    app = FastAPI()
    answer_errors_as_problems(app)
    app.include_router(build_health(Readiness(assistant), Metrics(assistant)))
    return TestClient(app)


def loading(load: Callable[[], object], **facts: bool) -> FakeAssistant:
    made = Loading({}, {}, **facts)
    object.__setattr__(made, "load", load)
    return made


def test_not_ready_while_the_models_are_loaded() -> None:
    loaded = threading.Event()
    client = looking_at(loading(lambda: loaded.wait(30)))
    response = client.get("/readyz")
    assert "being loaded" in problem_of(response, 503)
    assert response.headers["retry-after"] == "5"
    assert client.get("/healthz").status_code == 200
    loaded.set()
    until(lambda: client.get("/readyz").status_code == 200)


def test_models_that_cannot_be_loaded_are_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    broken = True

    def load() -> None:
        if broken:
            raise RuntimeError("/secret/weights: gone")

    client = looking_at(loading(load))
    until(lambda: "cannot be loaded" in problem_of(client.get("/readyz"), 503))
    assert "secret" not in client.get("/readyz").text
    assert "/secret/weights" in caplog.text
    broken = False
    until(lambda: client.get("/readyz").status_code == 200)


def test_not_ready_once_the_assistant_is_closed() -> None:
    client = looking_at(loading(lambda: None, closed=True))
    assert "stopping" in problem_of(client.get("/readyz"), 503)


def test_not_ready_while_the_index_cannot_be_read(caplog: pytest.LogCaptureFixture) -> None:
    class Damaged(FakeAssistant):
        def documents(self) -> tuple[()]:
            raise IndexDamaged("/secret/place: damaged")

    client = looking_at(Damaged({}, {}))
    until(lambda: "cannot be read" in problem_of(client.get("/readyz"), 503))
    assert "secret" not in client.get("/readyz").text
    assert "/secret/place" in caplog.text


def test_the_real_assistant_becomes_ready_and_stops_being_so(
    tmp_path: Path, folder: Callable[..., Path]
) -> None:
    from assistant.assistant import open_assistant

    settings = Settings(documents=folder({"a.txt": "It begins at noon."}), data=tmp_path / "data")
    assistant = open_assistant(settings)
    try:
        client = looking_at(assistant)
        until(lambda: client.get("/readyz").status_code == 200)
        told = values(client.get("/metrics").text)
        assert told["footnote_documents",] == 1
        assert told["footnote_index_bytes",] > 10_000
    finally:
        assistant.close()
    assert "stopping" in problem_of(client.get("/readyz"), 503)
