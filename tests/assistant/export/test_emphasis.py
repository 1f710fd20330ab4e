from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation, ShortAnswer
from assistant.export.emphasis import flat, short_answer_in
from index.document import Span


def cited(quote: str, start: int = 100, document: str = "a.txt") -> Citation:
    span = Span(document, start, start + len(quote))
    return Citation(1, "evidence", span, quote, "A", None, "sha256:0")


@given(st.text("ab \n", min_size=1), st.data())
def test_the_short_answer_is_found_at_its_own_place(quote: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(quote) - 1))
    end = data.draw(st.integers(start + 1, len(quote)))
    words = quote[start:end]
    short = ShortAnswer(Span("a.txt", 100 + start, 100 + end), words)
    place = short_answer_in(flat(quote), [cited(quote)], short)
    assert place is not None
    first, last = place
    assert flat(quote)[first:last].strip() == flat(words)
    # As many letters stand before it as in the quote: a repeated word is not mistaken for another.
    assert len(flat(quote)[:first].replace(" ", "")) == len("".join(quote[:start].split()))


def test_only_the_cited_words_themselves_hold_it() -> None:
    short = ShortAnswer(Span("a.txt", 100, 102), "It")
    for statement, citation in (
        ("It sank then.", cited("It sank.")),
        ("It sank.", cited("It sank.", document="b.txt")),
        ("It sank.", cited("It sank.", start=101)),
        ("He sank.", cited("He sank.")),
    ):
        assert short_answer_in(statement, [citation], short) is None
    assert short_answer_in("It sank.", [cited("It sank.")], None) is None
    assert short_answer_in("It sank.", [cited("It sank.")], short) == (0, 2)
