"""What is listed for a search: neighbours as one, nothing twice, no long tail."""

from hypothesis import given
from hypothesis import strategies as st

from index.document import Passage, Span
from index.listing import ALWAYS, FITS, LOOKED_AT, MOST_JOINED, listed

WIDTH = 10


def passage(document: str, position: int, score: float) -> Passage:
    """A passage of ten characters at its place in a document."""
    start = position * WIDTH
    span = Span(document, start, start + WIDTH)
    return Passage(f"{document}{position}", span, f"{position:09d}.", "", position, score)


PLACES = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 8)), unique=True, min_size=1, max_size=20
)


@st.composite
def hits(draw: st.DrawFn) -> list[Passage]:
    """Passages of three documents in rank order."""
    places = draw(PLACES)
    scores = sorted(
        draw(st.lists(st.floats(0.01, 1), min_size=len(places), max_size=len(places))), reverse=True
    )
    return [passage(*place, score) for place, score in zip(places, scores, strict=True)]


def one_by_one(*scores: float) -> list[Passage]:
    """Passages of as many documents, with these scores."""
    return [passage(f"d{number}", 0, score) for number, score in enumerate(scores)]


@given(hits(), st.integers(1, LOOKED_AT))
def test_a_list_has_no_overlap_and_comes_in_rank_order(found: list[Passage], limit: int) -> None:
    shown = listed(found, limit)
    assert len(shown) <= limit
    assert not any(
        one.span.overlaps(other.span) for one in shown for other in shown if one is not other
    )
    scores = [one.score or 0 for one in shown]
    assert scores == sorted(scores, reverse=True)


@given(hits(), st.integers(1, LOOKED_AT))
def test_a_shorter_list_begins_a_longer_one(found: list[Passage], limit: int) -> None:
    assert listed(found, LOOKED_AT)[:limit] == listed(found, limit)


@given(hits())
def test_a_listed_text_is_the_document_s_own_at_its_place(found: list[Passage]) -> None:
    for one in listed(found, LOOKED_AT):
        whole = "".join(f"{position:09d}." for position in range(20))
        assert one.text == whole[one.span.start : one.span.end]
        assert len(one.text) <= MOST_JOINED * WIDTH


@given(hits())
def test_the_best_passage_is_in_the_first_that_is_listed(found: list[Passage]) -> None:
    first = listed(found, 1)[0].span
    assert first.start <= found[0].span.start < found[0].span.end <= first.end


def test_neighbours_are_listed_as_one_where_the_better_ranks() -> None:
    found = [passage("a", 4, 0.9), passage("b", 1, 0.8), passage("a", 3, 0.7)]
    assert [(one.span, one.score) for one in listed(found, 5)] == [
        (Span("a", 30, 50), 0.9),
        (Span("b", 10, 20), 0.8),
    ]


def test_the_tail_that_hardly_fits_is_left_out() -> None:
    below = FITS - 0.01
    assert len(listed(one_by_one(1.0, below, below, below, below), 5)) == ALWAYS
    assert len(listed(one_by_one(1.0, 0.9, 0.8, 0.7, below), 5)) == ALWAYS + 1


def test_nothing_found_lists_nothing() -> None:
    assert listed([], 5) == ()
