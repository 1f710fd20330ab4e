"""The chain: what an answer holds, and how it comes in parts."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.answer import REFUSAL, Answer, Turn
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from assistant.syncing import place_of
from index.catalog import Catalog
from index.errors import FolderUnusable, IndexBusy, InvalidQuestion, UnknownDocument
from index.lock import locked

CENTRE = "Where is the nuclear centre?"
OFF_TOPIC = "How do I bake sourdough bread?"


@pytest.fixture
def assistant(folder: Callable[..., Path], tmp_path: Path) -> Callable[[dict[str, str]], Assistant]:
    """Opens an assistant over some files."""

    def over(files: dict[str, str]) -> Assistant:
        return open_assistant(Settings(documents=folder(files), data=tmp_path / "data"))

    return over


def test_an_answer_is_made_of_cited_sentences(article_assistant: Assistant) -> None:
    answer = article_assistant.ask(CENTRE)
    assert not answer.refused
    assert any("El Alto, Bolivia" in s.text for s in answer.statements)
    assert answer.short_answer is not None
    assert answer.short_answer.text == "El Alto, Bolivia"
    check_rules(answer, article_assistant)


def check_rules(answer: Answer, assistant: Assistant) -> None:
    """The rules of the public contract that hold for every answer."""
    texts = {c.span.document: assistant.document(c.span.document).text for c in answer.citations}
    spans = {c.marker: c.span for c in answer.citations}
    for citation in answer.citations:
        text = texts[citation.span.document]
        assert text[citation.span.start : citation.span.end] == citation.quote
    for statement in answer.statements:
        assert statement.citations
        assert set(statement.citations) <= spans.keys()
    if answer.refused:
        assert not answer.statements
        assert not answer.citations
        assert answer.short_answer is None
    elif answer.short_answer is not None:
        short = answer.short_answer.span
        assert any(
            s.document == short.document and s.start <= short.start and short.end <= s.end
            for s in spans.values()
        )
    assert len(answer.passages) <= 5
    scores = [p.score or 0 for p in answer.passages]
    assert scores == sorted(scores, reverse=True)
    for one in answer.passages:
        assert not any(one.span.overlaps(o.span) for o in answer.passages if o is not one)
    assert 0 <= answer.confidence <= 1


def test_a_question_about_something_else_is_refused_with_the_nearest_passages(
    article_assistant: Assistant,
) -> None:
    answer = article_assistant.ask(OFF_TOPIC)
    assert (answer.refused, answer.text, answer.mode) == (True, REFUSAL, "extractive")
    assert answer.passages
    check_rules(answer, article_assistant)


def test_a_sentence_that_leans_brings_the_one_before_as_context(
    article_assistant: Assistant,
) -> None:
    answer = article_assistant.ask("Which foreign minister visited both countries?")
    roles = {c.quote.split()[0]: c.role for c in answer.citations}
    assert roles["Russian"] == "evidence"
    assert any(c.role == "context" and "Cuba and Venezuela" in c.quote for c in answer.citations)


def test_statements_come_in_reading_order(article_assistant: Assistant) -> None:
    answer = article_assistant.ask("What are the main points?")
    starts = [c.span.start for c in answer.citations]
    assert len(starts) >= 3
    assert starts == sorted(starts)


def test_a_follow_up_is_read_with_its_history(article_assistant: Assistant) -> None:
    history = [Turn("Did Argentina join BRICS Plus?", "Argentina has abstained. [1]")]
    answer = article_assistant.ask("What about Venezuela?", history)
    assert answer.standalone_question == "Did Venezuela join BRICS Plus?"
    assert any("imminent accession" in s.text for s in answer.statements)


@pytest.mark.parametrize("question", ["Hello!", "Thanks", "What can you do?", "List the documents"])
def test_small_talk_gets_a_notice_without_sources(
    article_assistant: Assistant, question: str
) -> None:
    answer = article_assistant.ask(question)
    assert (answer.mode, answer.refused) == ("notice", True)
    assert answer.text != REFUSAL
    assert not answer.passages


@pytest.mark.parametrize("question", ["", "  \n ", "\u200b\u202e", "x" * 100_000])
def test_a_question_that_cannot_be_asked_is_an_error(
    article_assistant: Assistant, question: str
) -> None:
    with pytest.raises(InvalidQuestion):
        article_assistant.ask(question)


def test_a_question_longer_than_the_model_reads_is_answered(article_assistant: Assistant) -> None:
    check_rules(article_assistant.ask("Where is the nuclear centre? " * 120), article_assistant)


def test_scope_limits_an_answer_to_a_document(
    assistant: Callable[[dict[str, str]], Assistant],
) -> None:
    files = {"a.txt": "The gate is painted red.", "b.txt": "The gate is painted blue."}
    asked = assistant(files)
    answer = asked.ask("What colour is the gate painted?", documents=["b.txt"])
    assert {p.span.document for p in answer.passages} == {"b.txt"}
    with pytest.raises(UnknownDocument, match=r"c\.txt"):
        asked.ask("What colour is the gate?", documents=["c.txt"])
    asked.close()


def test_repeated_sentence_keeps_its_own_offsets(
    assistant: Callable[[dict[str, str]], Assistant],
) -> None:
    text = "The gate is red. It is old.\n\nOther words.\n\nThe gate is red."
    asked = assistant({"a.txt": text})
    check_rules(asked.ask("What colour is the gate?"), asked)
    asked.close()


def test_the_same_question_gets_the_same_answer_byte_for_byte(article_assistant: Assistant) -> None:
    one, two = (
        json.dumps(replace(article_assistant.ask(CENTRE), seconds={}).to_json()) for _ in range(2)
    )
    assert one == two


def test_streamed_parts_add_up_to_the_answer(article_assistant: Assistant) -> None:
    parts = list(article_assistant.stream("What are the main points?"))
    keys = [key for part in parts for key in part]
    assert keys.index("standalone_question") < keys.index("passages") < keys.index("statements")
    assert keys[-1] == "answer"
    answer = parts[-1]["answer"]
    assert sum((p["statements"] for p in parts if "statements" in p), ()) == answer.statements
    assert sum((p["citations"] for p in parts if "citations" in p), ()) == answer.citations


def test_the_chain_is_a_runnable_in_all_four_forms(article_assistant: Assistant) -> None:
    chain = article_assistant.chain

    async def forms() -> list[Answer]:
        invoked = await chain.ainvoke({"question": CENTRE})
        streamed = [part async for part in chain.astream(CENTRE)]
        return [invoked["answer"], streamed[-1]["answer"]]

    answers = [chain.invoke(CENTRE)["answer"], *asyncio.run(forms())]
    answers += [list(chain.stream({"question": CENTRE}))[-1]["answer"]]
    assert len({a.text for a in answers}) == 1


def test_the_retriever_serves_any_langchain_program(article_assistant: Assistant) -> None:
    found = article_assistant.retriever(k=3).invoke(CENTRE)
    assert len(found) == 3
    text = article_assistant.document("russia-latin-america.txt").text
    for document in found:
        place = document.metadata
        assert text[place["start"] : place["end"]] == document.page_content


def test_starting_questions_are_answered(article_assistant: Assistant) -> None:
    assert article_assistant.bank.wait(120)
    questions = article_assistant.starters()
    assert len(questions) == 4
    assert all(not article_assistant.ask(question).refused for question in questions)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=3),
        min_size=1,
        max_size=6,
    ),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80),
)
def test_the_rules_hold_for_any_document_and_question(
    assistant: Callable[[dict[str, str]], Assistant], texts: list[str], question: str
) -> None:
    text = "\n\n".join(texts)
    if not text.strip() or not question.strip():
        return
    asked = assistant({"a.txt": f"A word.\n{text}"})
    check_rules(asked.ask(question), asked)
    asked.close()


def test_an_unfinished_first_index_is_said_to_be_in_the_making(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    settings = Settings(documents=folder({"a.txt": "Words."}), data=tmp_path / "data")
    place = place_of(settings)
    with locked(place):
        Catalog(place / "catalog.sqlite", create=True).close()
        with pytest.raises(IndexBusy):
            open_assistant(settings)


def test_a_folder_without_one_readable_document_is_no_folder_to_ask(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(FolderUnusable, match="empty"):
        open_assistant(Settings(documents=folder({"a.txt": ""}), data=tmp_path / "data"))


def test_many_questions_leave_no_file_open(article_assistant: Assistant) -> None:
    article_assistant.ask(CENTRE)
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(40):
        article_assistant.ask(CENTRE)
    assert len(list(Path("/dev/fd").iterdir())) <= before + 4


@pytest.mark.parametrize(
    "question",
    [
        "When was the Treaty of Versailles concluded?",
        "What conclusion did NASA reach about Mars?",
        "What is the gist of Hamlet?",
        "Summarize the French Revolution",
        "What was the final message of the Titanic?",
    ],
)
def test_words_that_ask_for_a_whole_do_not_answer_about_something_else(
    article_assistant: Assistant, question: str
) -> None:
    assert article_assistant.ask(question).confidence < 0.3


@pytest.mark.parametrize(
    "question",
    [
        "Summarise the article in three sentences, please.",
        "What is this document about?",
        "What are the key takeaways?",
        "What conclusion does the author reach?",
        "Summarize Russia Latin America",
    ],
)
def test_a_question_about_the_whole_is_answered_from_all_of_it(
    article_assistant: Assistant, question: str
) -> None:
    answer = article_assistant.ask(question, [Turn("Who is Lavrov?", "A minister.")])
    assert len([c for c in answer.citations if c.role == "evidence"]) >= 3
    assert answer.standalone_question == question


def test_a_question_about_the_whole_of_two_documents_is_answered_from_both(
    assistant: Callable[[dict[str, str]], Assistant],
) -> None:
    ships = "Ships cross the sea. They carry grain. Ports are busy."
    trees = "Trees grow slowly. Oaks live long. Leaves fall in autumn."
    asked = assistant({"ships.txt": ships, "trees.txt": trees})
    cited = {c.span.document for c in asked.ask("What are the main points?").citations}
    assert cited == {"ships.txt", "trees.txt"}
    asked.close()


def test_a_closing_sentence_that_leans_brings_the_paragraph_before(
    article_assistant: Assistant,
) -> None:
    citations = article_assistant.ask("What is the conclusion?").citations
    assert [c.role for c in citations][:2] == ["context", "context"]
    assert citations[2].quote.startswith("In conclusion, these dynamics")


def test_what_is_retrieved_is_what_an_answer_was_read_from(article_assistant: Assistant) -> None:
    history = [Turn("Did Argentina join BRICS Plus?", "No. [1]")]
    for question in ("What about Venezuela?", "What are the main points?"):
        retrieved = article_assistant.retrieve(question, history)
        assert retrieved == article_assistant.ask(question, history).passages
