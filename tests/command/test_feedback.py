"""`footnote feedback`, and the walk from a thumbs-down on the page to a suite that holds."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant import cli
from assistant.assistant import Assistant
from assistant.feedback.file import FeedbackFile
from assistant.options import options
from assistant.settings import Settings
from assistant.syncing import place_of
from assistant.web.access.sites import Sites
from assistant.web.answering import Answering
from assistant.web.api.router import build_api
from assistant.web.problem import answer_errors_as_problems
from evals.feedback.verb import FEEDBACK
from tests.command.running import Ran, Run
from tests.conftest import ARTICLE, ROOT

ALBA = "How many countries belong to ALBA?"
CARDS = "In which countries are MIR payment cards accepted?"
NORWAY = "What is the capital of Norway?"
MEMBERS = "ALBA, which includes 11 member states"
MARKED = "Russian Foreign Minister Sergey Lavrov recently visited both countries"
SAYING = "I asked about\x1b[31m cards,\nnot this."
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The verbs that the package declares, whichever were there when it was installed."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    group = "footnote.verbs"
    verbs = [EntryPoint(*one, group) for one in declared["entry-points"][group].items()]
    monkeypatch.setattr(cli, "entry_points", lambda group: verbs)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(documents=ARTICLE.parent, data=tmp_path / "data")


@pytest.fixture
def kept(settings: Settings) -> FeedbackFile:
    return FeedbackFile(place_of(settings))


@pytest.fixture
def feedback(footnote: Run, settings: Settings) -> Run:
    """Runs the verb: `feedback("--json")`."""

    def run(*arguments: object) -> Ran:
        where = ("--documents", settings.documents, "--data", settings.data)
        return footnote("feedback", *arguments, *where)

    return run


@pytest.fixture
def client(article_assistant: Assistant, settings: Settings) -> Iterator[TestClient]:
    """The API over the real assistant, which keeps feedback in a folder of its own."""
    app = FastAPI()
    answer_errors_as_problems(app)
    assistant = Assistant(article_assistant.index, settings)
    app.include_router(build_api(assistant, Answering(assistant), Sites()))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def say(client: TestClient) -> Callable[..., Json]:
    """Asks over HTTP and gives a verdict on the answer, as the page does."""
    said: list[str] = []

    def asked(question: str, verdict: str, **more: object) -> Json:
        answer: Json = client.post("/api/v1/ask", json={"question": question}).json()
        said.append(f"answer-{len(said):04}")
        given = {"id": said[-1], "verdict": verdict, "question": question, "answer": answer}
        assert client.post("/api/v1/feedback", json=given | more).status_code == 204
        return answer

    return asked


def test_verb_is_registered_and_its_help_names_its_options(footnote: Run) -> None:
    shown = " ".join(footnote("feedback", "--help").succeeded().split())
    for flag in ("--json", "--to-suite FILE", "--clear", "--forget DAYS"):
        assert flag in shown
    for option in options():
        assert (f"{option.flag} " in shown) == (option.name in ("documents", "data"))
    assert FEEDBACK.help in footnote("--help").succeeded()


def test_what_was_said_is_listed_with_time_verdict_question_and_comment(
    feedback: Run, say: Callable[..., Json]
) -> None:
    say(ALBA, "good")
    say(CARDS, "answer_wrong", comment=SAYING)
    first, second, comment = feedback().succeeded().splitlines()
    time = r"\d{4}-\d\d-\d\d \d\d:\d\d UTC"
    assert re.fullmatch(rf"{time}  good +{re.escape(ALBA)}", first)
    assert re.fullmatch(rf"{time}  answer wrong +{re.escape(CARDS)}", second)
    # What somebody wrote must not steer the owner's terminal.
    assert comment == r"    I asked about\x1b[31m cards, not this."


def test_json_gives_all_that_is_kept_one_object_a_line(
    feedback: Run, say: Callable[..., Json]
) -> None:
    answer = say(ALBA, "good")
    say(CARDS, "answer_wrong", comment=SAYING, documents=[ARTICLE.name])
    first, second = map(json.loads, feedback("--json").succeeded().splitlines())
    assert (first["verdict"], first["answer"]) == ("good", answer)
    assert (second["comment"], second["documents"]) == (SAYING, [ARTICLE.name])


def test_without_feedback_that_is_said(feedback: Run, kept: FeedbackFile) -> None:
    assert feedback().succeeded() == f"no feedback is kept in {kept.path}\n"
    assert feedback("--json").succeeded() == ""
    assert "finds fault" in feedback("--to-suite", "mine.yaml").succeeded()
    assert feedback("--clear").succeeded() == f"deleted: 0 verdicts, from {kept.path}\n"
    assert not Path("mine.yaml").exists()
    assert not kept.path.parent.exists()


def test_line_that_cannot_be_read_is_told_beside_the_others(
    feedback: Run, kept: FeedbackFile, say: Callable[..., Json]
) -> None:
    say(ALBA, "good")
    kept.path.write_bytes(kept.path.read_bytes() + b'{"id": "answer-00')
    ran = feedback()
    assert (ran.code, ran.err) == (
        0,
        f"footnote: {kept.path}: line 2 is broken off; it is left out\n",
    )
    assert ALBA in ran.out


def test_clear_deletes_all_and_says_how_many(
    feedback: Run, kept: FeedbackFile, say: Callable[..., Json]
) -> None:
    say(ALBA, "good")
    say(CARDS, "answer_wrong")
    assert feedback("--clear").succeeded() == f"deleted: 2 verdicts, from {kept.path}\n"
    assert not kept.path.exists()


def test_forget_deletes_what_is_older_than_so_many_days(
    feedback: Run, kept: FeedbackFile, say: Callable[..., Json]
) -> None:
    say(ALBA, "good")
    assert feedback("--forget", "1").succeeded() == f"deleted: 0 verdicts, from {kept.path}\n"
    assert ALBA in feedback().succeeded()
    assert feedback("--forget", "0").succeeded() == f"deleted: 1 verdict, from {kept.path}\n"
    assert ALBA not in feedback().succeeded()


@pytest.mark.parametrize(
    ("arguments", "thing", "reason", "step"),
    [
        (("--clear", "--json"), "--json", "not allowed with", "--help"),
        (("--forget", "soon"), "soon", "not a number of days", "--help"),
        (("--to-suite", "mine.txt"), "mine.txt", "written as YAML", "ends in .yaml"),
        (("--to-suite", "none/mine.yaml"), "none/mine.yaml", "does not exist", "name another"),
    ],
)
def test_call_that_cannot_be_meant_is_refused(
    feedback: Run,
    say: Callable[..., Json],
    arguments: tuple[str, ...],
    thing: str,
    reason: str,
    step: str,
) -> None:
    say(CARDS, "answer_wrong")
    feedback(*arguments).complained(thing, reason, step)


def test_documents_folder_that_is_gone_is_named(
    footnote: Run, tmp_path: Path, kept: FeedbackFile, say: Callable[..., Json]
) -> None:
    say(CARDS, "answer_wrong")
    elsewhere = FeedbackFile(place_of(Settings(documents=tmp_path / "gone", data=tmp_path)))
    elsewhere.keep(kept.read().feedback[0])
    where = ("--documents", tmp_path / "gone", "--data", tmp_path)
    footnote("feedback", "--to-suite", "mine.yaml", *where).complained(
        "gone", "no such folder", "--documents"
    )


def mend(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert len(re.findall(old, text)) == 1, text
    file.write_text(re.sub(old, lambda _: new, text), "utf-8")


def test_from_a_thumbs_down_to_a_suite_that_fails_and_once_mended_holds(
    feedback: Run, footnote: Run, say: Callable[..., Json], article_assistant: Assistant
) -> None:
    text = article_assistant.document(ARTICLE.name).text
    place = text.index(MARKED)
    expected = {
        "document": ARTICLE.name, "start": place, "end": place + len(MARKED), "quote": MARKED,
    }  # fmt: skip
    assert not say(ALBA, "evidence_wrong")["refused"]
    assert not say(CARDS, "should_refuse", comment=SAYING)["refused"]
    assert say(NORWAY, "should_answer")["refused"]
    assert not say(ALBA, "answer_wrong", expected=expected)["refused"]
    say(CARDS, "good")

    suite = Path("complaints.yaml")
    assert feedback("--to-suite", suite).succeeded() == f"{suite}: 4 added\n"
    ids = re.findall(r"(?m)^- id: (.*)$", suite.read_text("utf-8"))
    assert len(ids) == 4
    assert "nothing is wrong with it (cases: 4" in footnote("eval", suite, "--check").succeeded()

    def evaluated() -> Ran:
        return footnote("eval", suite, "--data", article_assistant.settings.data)

    failing = evaluated()
    assert (failing.code, failing.err) == (1, "")
    unmarked, answered, refused, marked = ids
    for told in (
        f"failed: {unmarked}: {ALBA}: draft: quote the words that should be cited as evidence\n",
        f"failed: {refused}: {NORWAY}: draft: quote the words that answer as evidence\n",
        f"false answer: {answered}: {CARDS}: answered, though the documents don't say",
        f"miss: {marked}: {ALBA}: answered without citing the evidence",
        "gate FAILS: wrong <= 0: 4.000",
    ):
        assert told in failing.out

    # Read again without a word of news, nothing changes.
    before = suite.read_bytes()
    assert feedback("--to-suite", suite).succeeded() == f"{suite}: 0 added, 4 there already\n"
    assert suite.read_bytes() == before

    quote = f"doc_id: {ARTICLE.name}\n  evidence: [{{quote: '{MEMBERS}'}}]"
    mend(suite, "draft: quote the words that should be cited as evidence", quote)
    mend(suite, "draft: quote the words that answer as evidence", "answerable: false")
    still = evaluated()
    assert still.code == 1
    assert "gate FAILS: wrong <= 0: 2.000" in still.out

    # Those who complained were wrong: the article does say where, and the place was not it.
    cards = f"doc_id: {ARTICLE.name}\n  evidence: [{{quote: MIR payment cards}}]"
    mend(suite, rf"(?<=question: {re.escape(CARDS)}\n  )answerable: false", cards)
    mend(suite, re.escape(MARKED), MEMBERS)
    held = evaluated()
    assert (held.code, held.err) == (0, ""), held.out
    assert "gate holds: wrong <= 0: 0.000" in held.out

    # A complaint of another day is added to what was mended.
    say(NORWAY, "answer_wrong")
    assert feedback("--to-suite", suite).succeeded() == f"{suite}: 1 added, 4 there already\n"
    again = evaluated()
    assert again.code == 1
    assert "gate FAILS: wrong <= 0: 1.000" in again.out
