from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation
from evals.case import Gold
from evals.report.excerpts import CONTEXT, KEPT, Excerpt, excerpts
from index.document import Document, Span


def document(text: str, id: str = "a.txt") -> Document:
    return Document(id, "A", text, "sha256:0", "text/plain", (), (), Path(id))


def gold(text: str, start: int, end: int) -> Gold:
    return Gold(Span("a.txt", start, end), text[start:end])


def cited(marker: int, text: str, start: int, end: int, id: str = "a.txt") -> Citation:
    return Citation(marker, "evidence", Span(id, start, end), text[start:end], "A", None, "")


def shown(text: str, evidence: Sequence[Gold], citations: Sequence[Citation] = ()) -> Excerpt:
    (excerpt,) = excerpts(evidence, citations, {"a.txt": document(text)})
    return excerpt


def written(excerpt: Excerpt) -> list[str]:
    return ["".join(piece.text for piece in stretch) for stretch in excerpt.stretches]


SENTENCES = "One two three. Four five six. Seven eight."


def test_overlap_of_evidence_and_citation_is_a_piece_of_its_own() -> None:
    excerpt = shown(SENTENCES, [gold(SENTENCES, 0, 14)], [cited(1, SENTENCES, 8, 29)])
    (pieces,) = excerpt.stretches
    assert [(p.text, p.gold, p.cited, p.ends) for p in pieces] == [
        ("One two ", (1,), (), ()),
        ("three.", (1,), (1,), ()),
        (" Four five six.", (), (1,), (1,)),
        (" Seven eight.", (), (), ()),
    ]
    assert (excerpt.starts, excerpt.ends) == (True, True)


def test_far_text_is_left_out_and_what_is_shown_starts_and_ends_with_whole_words() -> None:
    text = "wordy " * 200 + "HERE" + " wordy" * 200
    start = text.index("HERE")
    excerpt = shown(text, [gold(text, start, start + 4)])
    (words,) = written(excerpt)
    assert set(words.split()) == {"wordy", "HERE"}
    assert CONTEXT < len(words) <= 2 * CONTEXT + 4
    assert (excerpt.starts, excerpt.ends) == (False, False)


def test_excerpt_keeps_to_its_paragraph() -> None:
    text = "Before.\n\nThis is the paragraph. It answers.\n\nAfter."
    start = text.index("It answers")
    excerpt = shown(text, [gold(text, start, start + 11)])
    assert written(excerpt) == ["This is the paragraph. It answers."]
    assert (excerpt.starts, excerpt.ends) == (False, False)


def test_places_far_apart_are_two_stretches_in_the_order_of_the_document() -> None:
    text = "FIRST" + " wordy" * 300 + " LAST"
    excerpt = shown(text, [gold(text, len(text) - 4, len(text)), gold(text, 0, 5)])
    first, last = written(excerpt)
    assert first.startswith("FIRST")
    assert last.endswith("LAST")
    assert [p.gold for stretch in excerpt.stretches for p in stretch if p.gold] == [(2,), (1,)]


def test_middle_of_very_long_evidence_is_left_out() -> None:
    text = "x" * (3 * KEPT)
    first, last = written(shown(text, [gold(text, 0, len(text))]))
    assert len(first) == len(last) == KEPT


def test_each_document_has_its_excerpt_those_with_evidence_first() -> None:
    documents = {id: document(SENTENCES, id) for id in ("a.txt", "b.txt")}
    citations = [cited(1, SENTENCES, 0, 14, "b.txt"), cited(2, SENTENCES, 15, 29)]
    found = excerpts([gold(SENTENCES, 0, 3)], citations, documents)
    assert [excerpt.document for excerpt in found] == ["a.txt", "b.txt"]


def test_citation_of_no_document_or_beyond_its_end_marks_nothing() -> None:
    citations = [cited(1, "", 0, 9, "gone.txt"), cited(2, "", 900, 950), cited(3, "", -9, 0)]
    assert excerpts([], citations, {"a.txt": document(SENTENCES)}) == ()


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Gold], list[Citation]]:
    """A text, some long, with any spans as evidence and as citations."""
    paragraph = st.text("ab \n", min_size=1, max_size=40)
    text = draw(paragraph) + draw(st.sampled_from(["", "wordy " * 100])) + draw(paragraph)
    place = st.integers(0, len(text))
    spans = st.lists(st.tuples(place, place).filter(lambda pair: pair[0] < pair[1]), max_size=4)
    evidence = [gold(text, *span) for span in draw(spans)]
    return text, evidence, [cited(n, text, *span) for n, span in enumerate(draw(spans), start=1)]


@given(marked_texts())
def test_highlights_are_the_words_of_their_spans_and_stand_in_verbatim_text(
    sample: tuple[str, list[Gold], list[Citation]],
) -> None:
    text, evidence, citations = sample
    found = excerpts(evidence, citations, {"a.txt": document(text)})
    pieces = [piece for excerpt in found for stretch in excerpt.stretches for piece in stretch]
    for number, one in enumerate(evidence, start=1):
        assert "".join(p.text for p in pieces if number in p.gold) == one.text
    for citation in citations:
        assert "".join(p.text for p in pieces if citation.marker in p.cited) == citation.quote
        assert sum(citation.marker in p.ends for p in pieces) == 1
    rest = text
    for words in (words for excerpt in found for words in written(excerpt)):
        assert words in rest
        rest = rest[rest.index(words) + len(words) :]
