"""A question about a whole means all documents or those it names; too many are told as such."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from assistant.assistant import open_assistant
from assistant.settings import Settings
from assistant.whole.meant import MOST_PASSAGES, UNREAD, meant, too_many, unread
from index.catalog import DocumentEntry

SEVEN = {
    "handbook.txt": "Staff of the mill",
    "report-2022.txt": "Annual report 2022",
    "report-2023.txt": "Annual report 2023",
    "rates.csv": "Prices",
    "club/rules.md": "How the club is run",
    "club/rooms.md": "Rooms",
    "notes.txt": "The great flood",
}


def entries(titles: dict[str, str], passages: int = 1) -> Callable[[], Sequence[DocumentEntry]]:
    """Documents of these names and titles, as they are asked for."""
    held = [
        DocumentEntry(id, title, "text/plain", "sha256:0", 1, passages)
        for id, title in titles.items()
    ]
    return lambda: held


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Summarise handbook.txt", ["handbook.txt"]),
        ("Summarise the handbook", ["handbook.txt"]),
        ("Give me a summary of club/rules.md", ["club/rules.md"]),
        ("Summarise the club documents", ["club/rules.md", "club/rooms.md"]),
        ("Summarise “The Great Flood”", ["notes.txt"]),
        ("Summarise the annual report 2023", ["report-2023.txt"]),
        ("Summarise the annual reports", ["report-2022.txt", "report-2023.txt"]),
        ("Summarise the French Revolution", []),
        ("Who wrote the handbook?", []),
    ],
)
def test_a_document_is_named_by_its_title_or_its_file(question: str, named: list[str]) -> None:
    assert meant(question, entries(SEVEN)) == named


@pytest.mark.parametrize("question", ["Summarise the documents", "What sections do they have?"])
def test_of_more_documents_than_one_answer_holds_none_is_guessed(question: str) -> None:
    five, six = (entries(dict(list(SEVEN.items())[:n])) for n in (5, 6))
    assert (len(meant(question, five)), too_many(question, five)) == (5, ())
    assert (meant(question, six), too_many(question, six)) == ([], six())


def test_after_other_questions_it_may_be_what_was_spoken_of() -> None:
    assert too_many("Summarise it", entries(SEVEN), opening=False) == ()
    assert too_many("Summarise it", entries(SEVEN)) == entries(SEVEN)()
    assert too_many("Summarise all of it", entries(SEVEN), opening=False) == entries(SEVEN)()


def test_things_of_a_kind_are_looked_for_in_all_documents_as_far_as_it_goes() -> None:
    question = "Which countries are mentioned?"
    assert meant(question, entries(SEVEN)) == list(SEVEN)
    large = entries(SEVEN, MOST_PASSAGES // 3)
    first = meant(question, large)
    assert first == list(SEVEN)[:3]
    assert unread(question, large, first) == (UNREAD.format(read=3, every=7),)
    assert unread(question, entries(SEVEN), list(SEVEN)) == ()
    assert meant(question, entries({"one.txt": "One"}, MOST_PASSAGES + 1)) == ["one.txt"]


def test_other_questions_do_not_look_at_the_documents() -> None:
    def never() -> Sequence[DocumentEntry]:
        raise AssertionError

    assert meant("Who came?", never) == []
    assert too_many("Who came?", never) == ()


def test_a_folder_of_many_is_asked_about_as_a_whole(
    folder: Callable[..., Path], tmp_path: Path
) -> None:
    places = ["Peru", "Chile", "Cuba", "Norway", "Kenya", "Japan", "Malta"]
    files = {f"letter-{n}.txt": f"The letter came from {place}." for n, place in enumerate(places)}
    assistant = open_assistant(Settings(documents=folder(files), data=tmp_path / "data"))
    told = assistant.ask("Summarise the documents")
    assert (told.mode, told.citations) == ("notice", ())
    assert told.text.startswith("There are 7 documents, too many for one answer")
    assert assistant.ask("Summarise letter-3.txt").text.startswith("The letter came from Norway.")
    listed = assistant.ask("Which countries are mentioned?")
    assert listed.lead == f"Countries mentioned: {', '.join(places)}."
    assert len(listed.citations) == 7
    assistant.close()
