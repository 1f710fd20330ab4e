from collections.abc import Mapping
from dataclasses import replace

import pytest

from assistant.answer import Answer, ShortAnswer, Statement
from assistant.export.file import export
from assistant.export.reading import ALTERED, read_export
from assistant.export.verify import Verification, verify
from index.document import Span
from tests.assistant.export.samples import (
    BRIDGES,
    CONVERSATION,
    DOCUMENT,
    OPENED,
    REFUSED,
    SIZES,
    document,
)


def verified(
    *answers: Answer, texts: Mapping[str, str] | None = None, altered: tuple[str, str] = ("", "")
) -> Verification:
    """The answers exported, altered, and checked against documents (the letter unless told)."""
    file = export(answers, "html").replace(*altered)
    held = {id: document(text, id) for id, text in (texts or {DOCUMENT: BRIDGES}).items()}
    return verify(read_export(file.encode()), held.get)


def states(found: Verification) -> list[str]:
    return [quote.standing.state for quote in found.quotes]


def test_quotes_of_unchanged_documents_hold() -> None:
    found = verified(*CONVERSATION)
    assert states(found) == ["holds"] * 3
    assert [quote.footnote.number for quote in found.quotes] == [1, 2, 3]
    assert found.holds


def test_quotes_that_moved_hold_and_their_new_place_is_told() -> None:
    found = verified(*CONVERSATION, texts={DOCUMENT: f"News! {BRIDGES}"})
    assert states(found) == ["moved"] * 3
    assert found.holds
    assert found.to_json()["quotes"][0]["now"] == {"start": 6, "end": 32}


def test_a_changed_quote_fails_and_the_others_are_told_apart() -> None:
    found = verified(*CONVERSATION, texts={DOCUMENT: BRIDGES.replace("eight", "nine")})
    assert states(found) == ["holds", "holds", "changed"]
    assert (found.count("holds"), found.count("changed")) == (2, 1)
    assert not found.holds


def test_quotes_of_a_document_that_is_gone_fail() -> None:
    found = verified(OPENED, texts={"other.txt": BRIDGES})
    assert states(found) == ["missing"]
    assert not found.holds


def test_an_altered_file_fails_though_its_quotes_hold() -> None:
    found = verified(*CONVERSATION, altered=("Hello", "Hallo"))
    assert states(found) == ["holds"] * 3
    assert found.file_faults == (ALTERED,)
    assert not found.holds


def test_a_refusal_quotes_nothing_and_holds() -> None:
    found = verified(REFUSED)
    assert (found.quotes, found.holds) == ((), True)


# An answer may be altered before it is sealed: these files are whole and show what their data says.


def test_quotes_that_were_never_the_document_s_fail() -> None:
    (cited,) = OPENED.citations
    forged = replace(OPENED, citations=(replace(cited, quote="The bridge opened in 1933."),))
    found = verified(forged)
    assert found.file_faults == ()
    assert [quote.standing.reason for quote in found.quotes] == ["not the document's words"]
    assert not found.holds


def test_a_statement_that_is_not_its_quotes_words_fails() -> None:
    (statement,) = OPENED.statements
    forged = replace(OPENED, statements=(replace(statement, text="The bridge opened in 1933."),))
    found = verified(forged)
    assert states(found) == ["holds"]
    assert found.statement_faults == (
        "the statement with footnote 1: its words are not those of its quotes",
    )
    assert not found.holds


def test_a_statement_of_two_quotes_is_both_of_them() -> None:
    said = Statement("It is 1,149 metres long. It carries eight lanes.", (1, 2))
    assert verified(replace(SIZES, statements=(said,))).holds
    half = Statement("It is 1,149 metres long.", (1, 2))
    assert not verified(replace(SIZES, statements=(half,))).holds


@pytest.mark.parametrize(
    ("text", "supported", "holds"),
    [
        ("In 1932 the bridge opened.", True, True),
        ("In 1933 the bridge opened.", True, False),
        ("In 1933 the bridge opened.", False, True),  # the file strikes it
    ],
)
def test_a_written_statement_says_no_more_than_its_quotes(
    text: str, supported: bool, holds: bool
) -> None:
    statement = Statement(text, (1,), supported)
    written = replace(OPENED, mode="written", model="a", statements=(statement,), short_answer=None)
    found = verified(written)
    assert found.holds == holds
    assert all("1933" in fault for fault in found.statement_faults)


@pytest.mark.parametrize(
    "short",
    [ShortAnswer(Span(DOCUMENT, 21, 25), "1933"), ShortAnswer(Span(DOCUMENT, 27, 29), "It")],
)
def test_a_short_answer_that_stands_in_no_quote_fails(short: ShortAnswer) -> None:
    found = verified(replace(OPENED, short_answer=short))
    assert found.statement_faults == (f"the short answer “{short.text}” stands in no quote",)
    assert not found.holds
