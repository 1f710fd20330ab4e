"""The bank: made in the background, kept in a file, and made anew when something changes."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer
from assistant.assistant import Assistant, open_assistant
from assistant.questions import asking
from assistant.questions.asking import SURE
from assistant.questions.bank_file import NAME
from assistant.settings import Settings
from index.embedding import Embedder
from index.errors import ChromaUnusable
from index.sync import sync
from tests.assistant.questions.kept import answer, refusal
from tests.waiting import until

LONG = 120
"""Seconds after which something is wrong."""
LETTER = (
    "Zorvania left the league in 1994. Foreign Minister Ada Byron visited the town of Tarsk. "
    "The treaty of Zorvania focuses on the trade of grain. The league ALBA includes 11 states. "
    "Zorvania joined the union of the northern countries because the harvest had failed twice."
)

NAMES = ("Orlenia", "Velmia", "Istria")
Opened = Callable[..., Assistant]


@pytest.fixture
def opened(folder: Callable[..., Path], tmp_path: Path) -> Iterator[Opened]:
    """Opens an assistant over files: `opened({"a.txt": "text"})`, again with other settings."""
    assistants: list[Assistant] = []

    def assistant(files: dict[str, str | bytes], **settings: object) -> Assistant:
        told = Settings.model_validate(
            {"documents": folder(files), "data": tmp_path / "data", "reader": "light", **settings}
        )
        assistants.append(open_assistant(told))
        return assistants[-1]

    yield assistant
    for one in assistants:
        one.close()


def questions(assistant: Assistant) -> list[str]:
    assert assistant.bank.wait(LONG)
    return [one.question for one in assistant.bank.kept()]


def counted(assistant: Assistant, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The questions that the bank asks from now on."""
    asked: list[str] = []
    ask = assistant.bank._ask

    def told(question: str) -> Answer:
        asked.append(question)
        return ask(question)

    monkeypatch.setattr(assistant.bank, "_ask", told)
    return asked


def test_each_kept_question_of_the_article_is_surely_answered_by_its_own_evidence(
    article_assistant: Assistant,
) -> None:
    assert article_assistant.bank.wait(LONG)
    kept = article_assistant.bank.kept()
    assert len(kept) >= 8
    assert len({one.kind for one in kept}) >= 4
    for one in kept:
        found = article_assistant.ask(one.question)
        assert not found.refused
        assert found.confidence == one.confidence >= SURE
        cited = [c.span for c in found.citations if c.role == "evidence"]
        assert sorted(cited, key=str) == sorted(one.evidence, key=str)


def test_the_article_s_starters_are_of_four_kinds(article_assistant: Assistant) -> None:
    assert article_assistant.bank.wait(LONG)
    kinds = {one.question: one.kind for one in article_assistant.bank.kept()}
    chosen = article_assistant.starters()
    assert len({kinds[question] for question in chosen}) == 4
    assert article_assistant.starters() == chosen


def test_follow_ups_of_the_article_are_answered_by_other_sentences(
    article_assistant: Assistant,
) -> None:
    assert article_assistant.bank.wait(LONG)
    given = article_assistant.ask("Who is Sergey Lavrov?")
    shown = [c.span for c in given.citations]
    chosen = article_assistant.follow_ups(given, ["Who is Sergey Lavrov?"])
    assert len(chosen) == 3
    for question in chosen:
        spans = [c.span for c in article_assistant.ask(question).citations]
        assert not all(any(span.overlaps(other) for other in shown) for span in spans)


def test_a_refusal_of_the_article_is_followed_by_questions_that_it_answers(
    article_assistant: Assistant,
) -> None:
    assert article_assistant.bank.wait(LONG)
    refused = article_assistant.ask("How do I bake sourdough bread?")
    chosen = article_assistant.follow_ups(refused)
    assert len(chosen) == 3
    assert not any(article_assistant.ask(question).refused for question in chosen)


def test_a_question_that_is_refused_or_not_sure_is_not_kept(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = opened({"a.txt": LETTER})
    monkeypatch.setattr(assistant.bank, "_ask", refusal)
    assert questions(assistant) == []


def test_a_question_answered_by_another_sentence_is_not_kept(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = opened({"a.txt": LETTER})

    def elsewhere(question: str) -> Answer:
        return answer(question, len(LETTER) + 1000)

    monkeypatch.setattr(assistant.bank, "_ask", elsewhere)
    assert questions(assistant) == []


def test_the_next_start_reads_the_questions_and_asks_nothing(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {"a.txt": LETTER}
    first = opened(files)
    made = first.bank.kept() if questions(first) else ()
    assert made
    first.close()
    second = opened(files)
    asked = counted(second, monkeypatch)
    assert questions(second)
    assert (second.bank.kept(), asked) == (made, [])


def test_other_settings_make_the_questions_anew(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, str | bytes] = {"a.txt": LETTER}
    questions(opened(files))
    other = opened(files, passages=3)
    asked = counted(other, monkeypatch)
    assert questions(other)
    assert asked


@pytest.mark.parametrize("content", ["", "{", "[]", '{"made_by": null, "questions": 1}'])
def test_a_spoilt_file_is_made_anew(opened: Opened, content: str) -> None:
    files: dict[str, str | bytes] = {"a.txt": LETTER}
    first = opened(files)
    made = questions(first)
    path = first.index.catalog.path.parent / NAME
    first.close()
    path.write_text(content)
    second = opened(files)
    assert questions(second) == made
    second.close()
    assert json.loads(path.read_text("utf-8"))["questions"]


def test_a_changed_document_changes_the_questions(
    opened: Opened, folder: Callable[..., Path], embedder: Embedder
) -> None:
    assistant = opened({"a.txt": LETTER})
    before = questions(assistant)
    assert any("1994" not in question and question.startswith("When") for question in before)
    other = "Orlen opened the harbour in 1871. The river Velm feeds three lakes of the country."
    sync(folder({"a.txt": other}), assistant.index.catalog.path.parent, embedder)
    after = questions(assistant)
    assert after
    assert not set(before) & set(after) - {"What are the main points?"}


def test_what_is_made_so_far_can_be_used_and_closing_stops_the_rest(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = opened({"a.txt": LETTER})
    ask, asked = assistant.bank._ask, threading.Event()
    go_on = threading.Event()
    count = 0

    def slow(question: str) -> Answer:
        nonlocal count
        count += 1
        if count == 3:
            asked.set()
            assert go_on.wait(LONG)
        return ask(question)

    monkeypatch.setattr(assistant.bank, "_ask", slow)
    assistant.bank.begin()
    assert asked.wait(LONG)
    assert 0 < len(assistant.bank.kept()) <= 2
    assert not assistant.suggestions_ready
    assert set(assistant.starters()) == {one.question for one in assistant.bank.kept()}
    closing = threading.Thread(target=assistant.close)
    closing.start()
    assert assistant.bank._stopped.wait(LONG)
    go_on.set()
    closing.join(LONG)
    assert not closing.is_alive()
    assert count == 3
    assert not (assistant.index.catalog.path.parent / NAME).exists()


def test_a_folder_that_cannot_be_written_still_gives_questions(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assistant = opened({"a.txt": LETTER})
    monkeypatch.setattr(assistant.bank, "_folder", Path("/dev/null"))
    assert questions(assistant)
    assistant.close()
    assert "cannot be written" in caplog.text


def test_many_documents_are_each_asked_a_little(opened: Opened) -> None:
    files: dict[str, str | bytes] = {
        f"{name}.txt": f"The harbour of {name} was founded in Tarsk in {1800 + n}. "
        f"Most of the people of {name} work for the harbour of the town."
        for n, name in enumerate(("Orlen", "Velm", "Istra", "Posna"))
    }
    assistant = opened(files)
    assert assistant.bank.wait(LONG)
    assert len({one.document for one in assistant.bank.kept()}) >= 3


def test_a_document_that_was_read_gets_questions_for_the_next_answer(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_DOCUMENTS", 1)
    places = {f"{n}.txt": LETTER.replace("Zorvania", name) for n, name in enumerate(NAMES)}
    assistant = opened(places)
    assert assistant.bank.wait(LONG)
    (first,) = asking.drawn(assistant.index)
    assert {one.document for one in assistant.bank.kept()} <= {first}
    other = next(id for id in places if id != first)
    name = NAMES[int(other.removesuffix(".txt"))]
    answer = assistant.ask(f"When did {name} leave the league?")
    assistant.follow_ups(answer)
    file = assistant.index.catalog.path.parent / NAME
    until(lambda: f'"document": "{other}"' in file.read_text("utf-8"))
    assert assistant.follow_ups(answer)
    assistant.bank.close()
    assert {one.document for one in assistant.bank.kept()} == {first, other}
    asked = counted(again := opened(places), monkeypatch)
    again.follow_ups(again.ask(f"When did {name} leave the league?"))
    assert questions(again) == [one.question for one in assistant.bank.kept()]
    assert asked == []


def test_the_owner_s_questions_come_first_and_those_without_an_answer_are_named(
    opened: Opened, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "own.txt"
    path.write_text("How do I bake bread?\nWhen did Zorvania leave the league?\n")
    assistant = opened({"a.txt": LETTER}, questions=path)
    assert questions(assistant)[0] == "When did Zorvania leave the league?"
    assert assistant.starters()[0] == "When did Zorvania leave the league?"
    (told,) = capsys.readouterr().err.splitlines()
    assert told.startswith(f"footnote: {path}: ")
    assert told.endswith("How do I bake bread?")


def test_a_chroma_server_that_is_away_for_a_moment_costs_no_questions(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.questions.bank.RETRY", 0.0)
    assistant = opened({"letter.txt": LETTER})
    ask, failed = assistant.bank._ask, list[str]()

    def away_at_first(question: str) -> Answer:
        if question not in failed:
            failed.append(question)
            raise ChromaUnusable("it is away")
        return ask(question)

    monkeypatch.setattr(assistant.bank, "_ask", away_at_first)
    made = questions(assistant)
    assert made
    assert set(made) <= set(failed)
