import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.anchoring import NOT_ITS_WORDS, Anchored, anchor, places
from index.document import Document, Span

TEXT = "Ada drew maps. Bob sang. Ada drew maps."
BOB = Span("a.txt", 15, 24)


def document(text: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document("a.txt", "A", text, digest, "text/plain", (), (), Path("a.txt"))


BEFORE = document(TEXT)


def standing(text: str, span: Span = BOB, quote: str = "Bob sang.") -> Anchored:
    """How words cited from TEXT stand in a later text."""
    return anchor(span, quote, BEFORE.digest, document(text))


def test_words_of_an_unchanged_document_hold() -> None:
    assert standing(TEXT) == Anchored("holds", BOB, BEFORE.digest)


def test_words_that_still_stand_at_their_place_hold_though_the_document_changed() -> None:
    later = "Eve drew maps. Bob sang. Bob sang."
    assert standing(later) == Anchored("holds", BOB, document(later).digest)


def test_words_that_stand_once_elsewhere_have_moved() -> None:
    found = standing(f"Hear! {TEXT}")
    assert (found.state, found.span, found.reason) == ("moved", Span("a.txt", 21, 30), "")


@pytest.mark.parametrize("later", ["Bob sings.", "Hear! Bob sang. Bob sang."])
def test_words_that_are_gone_or_stand_at_several_other_places_have_changed(later: str) -> None:
    found = standing(later)
    assert (found.state, found.span) == ("changed", None)
    assert found.digest == document(later).digest
    assert found.reason.startswith("the document changed")


def test_places_that_overlap_are_several() -> None:
    assert standing("x anana", Span("a.txt", 0, 3), "ana").state == "changed"


@pytest.mark.parametrize(
    ("span", "quote"),
    [
        (BOB, "Bob sank."),
        (Span("a.txt", 16, 25), "Bob sang."),
        (Span("a.txt", 900, 909), "Bob sang."),
        (Span("a.txt", -24, -15), "Bob sang."),
    ],
)
def test_of_an_unchanged_document_other_words_or_another_place_were_never_cited(
    span: Span, quote: str
) -> None:
    found = standing(TEXT, span, quote)
    assert (found.state, found.reason) == ("changed", NOT_ITS_WORDS)


def test_no_words_are_no_citation() -> None:
    assert standing(TEXT, Span("a.txt", 3, 3), "").state == "changed"


def test_a_document_that_is_gone_is_missing() -> None:
    found = anchor(BOB, "Bob sang.", BEFORE.digest, None)
    assert (found.state, found.span, found.digest) == ("missing", None, None)


letters = st.text("ab\n🜚", max_size=30)


@given(letters, letters, st.data())
def test_where_words_hold_or_moved_to_they_stand(
    before: str, after: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, len(before)))
    quote = before[start:end]
    now = document(after)
    found = anchor(Span("a.txt", start, end), quote, document(before).digest, now)
    assert found.digest == now.digest
    if found.span is None:
        first, again = places(after, quote)
        assert quote == "" or first < 0 or again >= 0
        assert found.reason
    else:
        assert after[found.span.start : found.span.end] == quote
        assert (found.state == "holds") == (found.span.start == start)


@given(letters, st.data())
def test_an_unchanged_document_holds_all_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    now = document(text)
    found = anchor(Span("a.txt", start, end), text[start:end], now.digest, now)
    assert found.state == ("holds" if end > start else "changed")
