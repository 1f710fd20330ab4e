"""What is asked of a document, before anything is asked."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.questions.idea import Idea
from assistant.questions.ideas import MAIN_POINTS, ideas_of
from assistant.questions.wording import LONGEST, reads_well
from index.retrieval import Index

Opened = Callable[[dict[str, str]], Index]

NAMES = "Everyone there knew Zorvania, the Velm, Tarsk, ALBA and Ada Byron."
LETTER = "The letter tells of the town and of the people who lived in it for many years."


def ideas(open_index: Opened, text: str, *, alone: bool = True) -> list[Idea]:
    index = open_index({"a.md": f"{NAMES} {LETTER}\n\n{text}\n"})
    return ideas_of(index.catalog.passages_of("a.md"), alone=alone)


def asked(open_index: Opened, text: str, *, alone: bool = True) -> dict[str, str]:
    """Question to kind."""
    return {idea.question: idea.kind for idea in ideas(open_index, text, alone=alone)}


@pytest.mark.parametrize(
    ("sentence", "question", "kind"),
    [
        ("The league ALBA includes 11 member states.", "How many member states does", "how many"),
        ("Zorvania left the league in 1994.", "When did Zorvania leave the league?", "when"),
        (
            "Zorvania left the old league because its harvest had failed twice.",
            "Why did Zorvania leave the old league?",
            "why",
        ),
        (
            "The mint of Zorvania was founded in Tarsk by three monks.",
            "Where was the mint of Zorvania founded?",
            "where",
        ),
        (
            "The opening of a new silver market in Tarsk pleased the people of the town.",
            "Where was the new silver market opened?",
            "where",
        ),
        (
            "Foreign Minister Ada Byron visited the capital of the country.",
            "Who is Ada Byron?",
            "who",
        ),
        (
            "The treaty of Zorvania focuses on the trade of grain.",
            "What does the treaty of Zorvania focus on?",
            "what",
        ),
    ],
)
def test_a_sentence_is_asked_for_what_it_tells(
    open_index: Opened, sentence: str, question: str, kind: str
) -> None:
    found = {q: k for q, k in asked(open_index, sentence).items() if q.startswith(question)}
    assert list(found.values()) == [kind], asked(open_index, sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It was founded in Tarsk in 1568 by three monks of the order.",
        "Zorvania recently left the league in protest at its new rules.",
        "Zorvania would become a large and rich country of the north.",
        "The flood of the northern river affected various towns.",
        "We founded the mint in Tarsk because the king wanted it.",
    ],
)
def test_a_sentence_that_would_make_a_clumsy_question_makes_none(
    open_index: Opened, sentence: str
) -> None:
    assert [k for k in asked(open_index, sentence).values() if k not in ("whole", "about")] == []


def test_each_idea_points_at_the_sentence_that_it_was_made_from(open_index: Opened) -> None:
    repeated = "Zorvania left the league in 1994."
    text = f"{repeated}\n\nAda Byron was born in Tarsk in 1850.\n\n{repeated}"
    index = open_index({"a.md": text})
    whole = index.document("a.md").text
    for idea in ideas_of(index.catalog.passages_of("a.md"), alone=True):
        if idea.kind == "when":
            source = whole[idea.source.start : idea.source.end]
            assert ("1994" in source) == ("league" in idea.question)


def test_headings_are_asked_about_and_those_that_tell_nothing_are_not(open_index: Opened) -> None:
    long = "It is told at length by those who were there, and by others who were not. " * 12
    titles = ("# A book", "## The grain treaty", "## References", "## Who paid?")
    text = "".join(f"{title}\n\n{long}\n\n" for title in titles)
    found = asked(open_index, text)
    assert found["What does it say about “The grain treaty”?"] == "heading"
    assert found["Who paid?"] == "heading"
    assert not any("References" in question for question in found)


def test_one_document_is_asked_for_its_main_points_and_one_of_several_is_not(
    open_index: Opened,
) -> None:
    index = open_index({"a.md": f"{NAMES} {LETTER}"})
    passages = index.catalog.passages_of("a.md")
    assert MAIN_POINTS in [idea.question for idea in ideas_of(passages, alone=True)]
    assert MAIN_POINTS not in [idea.question for idea in ideas_of(passages, alone=False)]


def test_another_language_is_asked_by_its_headings_alone(open_index: Opened) -> None:
    text = (
        "# Der Vertrag\n\nDer Vertrag wurde 1994 von Ada Byron in Tarsk unterzeichnet. Er gilt "
        "seit dem Jahr 1995 für alle Länder des Bundes und für jeden seiner Bürger.\n"
        "\n## Die Folgen\n\nViele Menschen zogen nach Zorvania, weil dort Arbeit war.\n"
    )
    index = open_index({"a.md": text})
    found = ideas_of(index.catalog.passages_of("a.md"), alone=True)
    assert {idea.kind for idea in found} == {"whole", "heading"}


def test_names_are_asked_about_only_where_little_else_can_be(open_index: Opened) -> None:
    little = "Ada Byron came late. Nobody saw Ada Byron leave."
    towns = ("Tarsk", "Velm", "Orlen", "Istra", "Posna")
    much = " ".join(f"Zorvania left {town} in {1900 + n}." for n, town in enumerate(towns))
    assert "about" in asked(open_index, little).values()
    assert "about" not in asked(open_index, f"{little} {much}").values()


def test_kinds_take_turns(open_index: Opened) -> None:
    text = (
        "Zorvania left the league in 1994. Zorvania joined the union in 1999. "
        "The league ALBA includes 11 member states. Foreign Minister Ada Byron visited the town."
    )
    kinds = [idea.kind for idea in ideas(open_index, text)]
    assert kinds[:4] == ["whole", "who", "how many", "when"]


@given(st.text(alphabet="abT ,;:()“\"?'1", max_size=120))
def test_what_reads_well_is_short_and_plain(question: str) -> None:
    if reads_well(question):
        assert 3 <= len(question.split()) <= LONGEST
        assert not set(question) & set(',;:()“"')
