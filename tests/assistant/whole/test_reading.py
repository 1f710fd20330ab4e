"""What is said of a whole: every sentence its own, cited, in reading order, as long as asked."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, Turn
from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from assistant.whole.structure import HEADINGS

NOTES = """# A journey

## The river

Rosa Keller left Bern on 3 May 1890. The Rhine was high. President Jorge Vidal of Chile met her.

## The coast

In 1891 she saw Peru and the Gulf of Mexico. The Andes Bank gave her 400 francs. Rosa Keller said
little of Chile. Peru was warm. Her guide, the merchant Olaf Brandt, fell ill in Latin America.
"""


def assert_in_reading_order(answer: Answer) -> None:
    """Citations stand as in the document."""
    starts = [citation.span.start for citation in answer.citations]
    assert starts == sorted(starts)


@pytest.fixture
def assistant(folder: Callable[..., Path], tmp_path: Path) -> Iterator[Assistant]:
    """An assistant over one small document with headings."""
    files = {"journey.md": NOTES}
    opened = open_assistant(Settings(documents=folder(files), data=tmp_path / "data"))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("question", "lead"),
    [
        ("Which countries are mentioned?", "Countries mentioned: Chile, Peru."),
        ("Who is mentioned?", "People mentioned: Jorge Vidal, Rosa Keller, Olaf Brandt."),
        ("What organisations are named?", "Organisations mentioned: Andes Bank."),
        ("What numbers are given?", "Numbers mentioned: 400 francs."),
        ("Which dates are mentioned?", "Dates mentioned: 3 May 1890, 1891."),
    ],
)
def test_things_of_a_kind_are_listed_each_in_a_sentence_that_names_it(
    assistant: Assistant, question: str, lead: str
) -> None:
    answer = assistant.ask(question)
    assert answer.lead == lead
    quotes = " ".join(citation.quote for citation in answer.citations)
    items = lead.partition(": ")[2].rstrip(".").split(", ")
    assert all(item in quotes for item in items)
    assert_in_reading_order(answer)


def test_few_sentences_name_all(assistant: Assistant) -> None:
    assert len(assistant.ask("Which countries are mentioned?").citations) == 2


def test_nothing_of_the_kind_is_a_refusal(folder: Callable[..., Path], tmp_path: Path) -> None:
    settings = Settings(documents=folder({"a.txt": "It rained."}), data=tmp_path / "data")
    assistant = open_assistant(settings)
    assert assistant.ask("Which countries are mentioned?").refused
    assistant.close()


def test_the_structure_is_the_headings_in_order(assistant: Assistant) -> None:
    answer = assistant.ask("What sections does it have?")
    assert answer.lead == HEADINGS
    assert [s.text for s in answer.statements] == ["# A journey", "## The river", "## The coast"]


@pytest.mark.parametrize(("asked", "most"), [("two sentences", 2), ("four bullet points", 4)])
def test_a_summary_is_as_long_as_asked_and_in_reading_order(
    article_assistant: Assistant, asked: str, most: int
) -> None:
    answer = article_assistant.ask(f"Summarise the article in {asked}.")
    told = [c for c in answer.citations if c.role == "evidence"]
    assert len(told) == most
    assert_in_reading_order(answer)


def test_one_sentence_about_several_documents_is_one(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    files = {f"{n}.md": f"# Mills\n\nMill {n} grinds rye. It was sold." for n in range(3)}
    assistant = open_assistant(Settings(documents=folder(files), data=tmp_path / "data"))
    one = assistant.ask("Summarise the documents in one sentence")
    assert len([c for c in one.citations if c.role == "evidence"]) == 1
    short = assistant.ask("A short summary, please")
    documents = {citation.span.document for citation in short.citations}
    assert documents == set(files)
    assistant.close()


def test_a_summary_spends_no_sentence_on_headings(assistant: Assistant) -> None:
    answer = assistant.ask("Summarise it in five sentences")
    assert not any(citation.quote.startswith("#") for citation in answer.citations)


def test_a_fact_question_is_left_to_the_reader(article_assistant: Assistant) -> None:
    assert article_assistant.ask("Which countries did Lavrov visit?").lead == ""


def test_a_follow_up_to_a_whole_is_about_the_whole(assistant: Assistant) -> None:
    dates, summary = (
        Turn(question, assistant.ask(question).text)
        for question in ("Which dates are mentioned?", "Summarise the article.")
    )
    asked = assistant.ask("And which countries?", [dates])
    assert asked.lead == "Countries mentioned: Chile, Peru."
    shorter = assistant.ask("And in two sentences?", [summary])
    assert shorter.statements == assistant.ask("Summarise the article in two sentences.").statements


def test_why_after_a_whole_is_no_question_about_a_whole(assistant: Assistant) -> None:
    countries = assistant.ask("Which countries are mentioned?")
    why = assistant.ask("Why?", [Turn(countries.question, countries.text)])
    assert why.lead != countries.lead


def test_a_greeting_before_it_changes_nothing(article_assistant: Assistant) -> None:
    greeted = article_assistant.ask("Hello! Summarise the article.")
    assert greeted.statements == article_assistant.ask("Summarise the article.").statements
