"""Answers to export: some worked out by hand, and any at all with hostile words in every place."""

import hashlib
from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as st

from assistant.answer import Answer, Citation, ShortAnswer, Statement
from assistant.written import Written
from index.document import Document, Passage, Span

BRIDGES = "The bridge opened in 1932.\nIt is 1,149 metres\nlong. It carries eight lanes.\n"
DOCUMENT = "letters/ann.txt"


def digest(text: str) -> str:
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


def document(text: str, id: str = DOCUMENT) -> Document:
    return Document(id, "Ann's letter", text, digest(text), "text/plain", (), (), Path(id))


def cite(quote: str, marker: int = 1, text: str = BRIDGES) -> Citation:
    start = text.index(quote)
    span = Span(DOCUMENT, start, start + len(quote))
    return Citation(marker, "evidence", span, quote, "Ann's letter", None, digest(text))


def answer(*quotes: str, short: str | None = None, question: str = "What of it?") -> Answer:
    """An answer that quotes the letter."""
    citations = tuple(cite(quote, marker) for marker, quote in enumerate(quotes, 1))
    statements = tuple(Statement(" ".join(c.quote.split()), (c.marker,)) for c in citations)
    start = BRIDGES.index(short) if short else 0
    return Answer(
        question=question,
        standalone_question=question,
        refused=False,
        confidence=0.9,
        text=" ".join(f"{s.text} [{s.citations[0]}]" for s in statements),
        short_answer=ShortAnswer(Span(DOCUMENT, start, start + len(short)), short)
        if short
        else None,
        statements=statements,
        citations=citations,
        passages=(Passage("", Span(DOCUMENT, 0, 75), BRIDGES[:75], "", 0, 0.5),),
        mode="extractive",
        model=None,
        seconds={"total": 0.02},
    )


OPENED = answer("The bridge opened in 1932.", short="1932", question="When did it open?")
SIZES = replace(
    answer("It is 1,149 metres\nlong.", "It carries eight lanes.", question="And how big is it?"),
    standalone_question="How big is the bridge?",
    lead="The document says:",
    notes=("Nothing was found about its height.",),
    confidence=0.3,
)
REFUSED = replace(
    answer(question="Who paid?"),
    refused=True,
    text="The documents don't say. Nothing about money.",
    notes=("Nothing about money.",),
)
WRITTEN = replace(
    OPENED,
    mode="written",
    model="llama3.2",
    short_answer=None,
    statements=(
        Statement("In 1932 the bridge opened.", (1,)),
        Statement("It opened in 1933.", (1,), supported=False, reason="No source has “1933”."),
        Statement("It is red.", (), supported=False),
    ),
    writing=Written(prompt="1", evidence=4, trimmed=1, statements=3, dropped=2),
)
GREETED = replace(answer(question="hello"), refused=True, mode="notice", text="Hello.", passages=())
CONVERSATION = (OPENED, SIZES, REFUSED, GREETED)

HOSTILE = (
    "# heading", "- item", "+ item", "* item", "1. item", "7) item", "> quote", "```\ncode\n```",
    "~~~", "    code", "---", "***", "===", "| a | b |\n|---|---|", "[x](http://evil.example)",
    "![x](http://evil.example/i.png)", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "</script><script>", "<!--", "-->", "]]>", "http://evil.example", "www.evil.example",
    "<http://evil.example>", "[^1]", "[^1]: /evil", "[1]: /evil", "**bold**", "__bold__", "`code`",
    "a_b_c", "~~gone~~", "$x$", "&lt;b&gt;", "&#60;", "\\", "\\*", "{: .x}", ":smile:", "==mark==",
    "</blockquote></article>", "\" onclick=\"x", "'", "\r\n# x", "\r", "\n\n# x", "\u2028# x",
    "\x00", "\u202e", "\ufeff", "```json", "</style>", "Seal: `sha256:", "!", ":", "%%",
)  # fmt: skip


def saying(words: str) -> tuple[Answer, Answer]:
    """An answer and a refusal that have these words in every place, twice where there may be two
    of a kind."""
    span = Span(words, 0, len(words))
    citations = tuple(
        Citation(marker, "evidence", span, words, words, 3, words) for marker in (1, 2)
    )
    statement = Statement(words, (1, 2))
    told = replace(
        answer(question=words),
        standalone_question=f"{words} {words}",
        text=words,
        short_answer=ShortAnswer(span, words),
        statements=(
            statement,
            statement,
            replace(statement, text=f"So: {words}"),
            replace(statement, supported=False, reason=words),
        ),
        mode="written",
        model=words,
        citations=citations,
        passages=(Passage("", span, words, "", 0, None),) * 2,
        lead=words,
        notes=(words, words),
    )
    return told, replace(told, refused=True)


words = st.lists(
    st.one_of(
        st.sampled_from(HOSTILE),
        st.text(alphabet="ab 1.`*_#<>[]()!\n-+:\\&|~", max_size=8),
        st.text(st.characters(exclude_categories=("Cs",)), max_size=6),
    ),
    max_size=4,
).map(lambda parts: " ".join(parts) if len(parts) % 2 else "".join(parts))


@st.composite
def spans(draw: st.DrawFn) -> Span:
    start = draw(st.integers(0, 90))
    return Span(draw(words), start, start + draw(st.integers(0, 30)))


@st.composite
def answers(draw: st.DrawFn) -> Answer:
    """Any answer that has the contract's shape, sound or not."""
    citations = [
        Citation(
            marker=draw(st.integers(1, 4)),
            role=draw(st.sampled_from(["evidence", "context"])),
            span=draw(spans()),
            quote=draw(words),
            title=draw(words),
            page=draw(st.none() | st.integers(0, 9)),
            digest=draw(words),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    quoted = [" ".join(citation.quote.split()) for citation in citations]
    said = words | st.sampled_from(quoted) if quoted else words
    statements = st.builds(
        Statement,
        said,
        st.lists(st.integers(1, 4), max_size=2).map(tuple),
        st.booleans(),
        st.none() | words.filter(bool),
    )
    short = st.builds(ShortAnswer, spans(), words)
    if citations and citations[0].quote:
        whole = citations[0]
        first = draw(st.integers(0, len(whole.quote) - 1))
        last = draw(st.integers(first + 1, len(whole.quote)))
        start = whole.span.start
        place = Span(whole.span.document, start + first, start + last)
        short = short | st.just(ShortAnswer(place, whole.quote[first:last]))
    return Answer(
        question=draw(words),
        standalone_question=draw(words),
        refused=draw(st.booleans()),
        confidence=draw(st.sampled_from([0, 0.2, 0.5, 1])),
        text=draw(words),
        short_answer=draw(st.none() | short),
        statements=tuple(draw(st.lists(statements, max_size=3))),
        citations=tuple(citations),
        passages=tuple(
            Passage("", draw(spans()), draw(words), "", 0, draw(st.none() | st.floats(0, 1)))
            for _ in range(draw(st.integers(0, 2)))
        ),
        mode=draw(st.sampled_from(["extractive", "written", "notice"])),
        model=draw(st.none() | words),
        seconds={},
        lead=draw(words),
        notes=tuple(draw(st.lists(words, max_size=2))),
    )
