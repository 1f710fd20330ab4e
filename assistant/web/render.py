"""The conversation as HTML. All words of documents, questions and answers are escaped."""

from collections.abc import Mapping, Sequence
from typing import Protocol
from urllib.parse import quote

from assistant.answer import UNSURE, Answer, Citation, ShortAnswer, Statement
from assistant.web.exchange import Exchange
from assistant.web.how import how_found
from assistant.web.markup import Markup, join, tag
from index.document import Passage, Span

LISTED_DOCUMENTS = 12
NOT_CONFIRMED = "The cited words do not confirm this."


class Listed(Protocol):
    """What the page says about a document of the set."""

    @property
    def id(self) -> str:
        """The document's path relative to the folder."""

    @property
    def title(self) -> str:
        """The document's title."""


def welcome(documents: Sequence[Listed], starters: Sequence[str]) -> Markup:
    """The empty conversation: what this is, what it has read, what one might ask."""
    these = "this document" if len(documents) == 1 else f"these {len(documents):,} documents"
    more = len(documents) - LISTED_DOCUMENTS
    return tag(
        "section",
        tag("h2", f"Ask about {these}"),
        tag(
            "p",
            "Each sentence of an answer has a footnote that opens the document at the very words "
            "it comes from. If the documents don’t say, the answer says so.",
        ),
        tag(
            "ul",
            *(tag("li", _document_link(d)) for d in documents[:LISTED_DOCUMENTS]),
            tag("li", f"and {more:,} more") if more > 0 else Markup(),
            class_="documents",
            aria_label="Documents",
        ),
        _questions("You could ask", starters),
        class_="welcome",
    )


def turn(exchange: Exchange, titles: Mapping[str, str]) -> Markup:
    """One exchange: the question and, below it, as much of the reply as there is."""
    state = _state(exchange)
    return tag(
        "article",
        tag("h2", exchange.question, class_="question", dir="auto"),
        _read_as(exchange),
        _reply(exchange, state, titles),
        class_="turn",
        data_state=state,
        data_announce=_announcement(exchange, state),
    )


def _state(exchange: Exchange) -> str:
    if exchange.failure is not None:
        return "failed"
    if exchange.answer is None:
        return "reading"
    if exchange.answer.mode == "notice":
        return "notice"
    return "refused" if exchange.answer.refused else "answered"


def _announcement(exchange: Exchange, state: str) -> str:
    if exchange.answer is None:
        return exchange.failure or ""
    if state != "answered":
        return exchange.answer.text
    count = len(exchange.answer.citations)
    return f"Answer ready, with {count} footnote{'' if count == 1 else 's'}."


def _read_as(exchange: Exchange) -> Markup:
    standalone = exchange.standalone_question
    if not standalone or standalone.strip() == exchange.question.strip():
        return Markup()
    return tag("p", "Read as: ", tag("q", standalone, dir="auto"), class_="read-as")


def _reply(exchange: Exchange, state: str, titles: Mapping[str, str]) -> Markup:
    answer = exchange.answer
    if state == "failed":
        return tag("p", exchange.failure or "", class_="failure")
    if answer is None:
        statements = _statements(exchange.statements, exchange.citations, None)
        return join([statements, tag("p", "Reading…", class_="reading")])
    if state == "notice":
        return tag("p", answer.text, class_="notice", dir="auto")
    if state == "refused":
        return join([_refusal(answer, titles), how_found(answer.explanation)])
    return join(
        [
            tag("p", UNSURE, class_="unsure") if answer.unsure else Markup(),
            tag("p", answer.lead, class_="lead") if answer.lead else Markup(),
            _statements(answer.statements, answer.citations, answer.short_answer),
            _notes(answer),
            _sources(answer.citations),
            how_found(answer.explanation),
        ]
    )


def _without_notes(answer: Answer) -> str:
    """The text of a refusal, whose notes are shown apart."""
    return answer.text.removesuffix(" ".join(answer.notes)).rstrip()


def _notes(answer: Answer) -> Markup:
    return join([tag("p", note, class_="note", dir="auto") for note in answer.notes])


def _statements(
    statements: Sequence[Statement], citations: Sequence[Citation], short: ShortAnswer | None
) -> Markup:
    by_marker = {c.marker: c for c in citations}
    cited = [(s, [by_marker[m] for m in s.citations if m in by_marker]) for s in statements]
    # What has no citation is never shown as an answer.
    shown = [_statement(s, c, short) for s, c in cited if c]
    return tag("div", *shown, class_="answer")


def _statement(
    statement: Statement, citations: Sequence[Citation], short: ShortAnswer | None
) -> Markup:
    role = "context" if all(c.role == "context" for c in citations) else "evidence"
    confirmed = "" if statement.supported else " unsupported"
    return tag(
        "p",
        _with_short_answer(statement.text, citations, short),
        tag("span", *(_chip(c) for c in citations), class_="chips"),
        Markup() if statement.supported else tag("em", NOT_CONFIRMED, class_="warning"),
        class_=f"statement {role}{confirmed}",
        dir="auto",
    )


def _with_short_answer(
    text: str, citations: Sequence[Citation], short: ShortAnswer | None
) -> Markup:
    """The statement's text, with the short answer in `strong` where it stands in it."""
    for citation in citations:
        if short is None or not _covers(citation.span, short.span) or text != _flat(citation.quote):
            continue
        first = short.span.start - citation.span.start
        start = len(_flat(f"{citation.quote[:first]}.")) - 1
        end = start + len(_flat(short.text))
        return join([text[:start], tag("strong", text[start:end]), text[end:]])
    return join([text])


def _flat(quote: str) -> str:
    """A quote as a statement shows it: with a space for each stretch of white space."""
    return " ".join(quote.split())


def _covers(outer: Span, inner: Span) -> bool:
    return (
        outer.document == inner.document and outer.start <= inner.start and inner.end <= outer.end
    )


def _chip(citation: Citation) -> Markup:
    return tag(
        "a",
        str(citation.marker),
        class_="chip",
        href=place(citation.span),
        data_digest=citation.digest,
        aria_label=f"Footnote {citation.marker}, {citation.title}",
    )


def _sources(citations: Sequence[Citation]) -> Markup:
    if not citations:
        return Markup()
    return tag(
        "details",
        tag("summary", f"Sources ({len(citations)})"),
        tag("ol", *(_source(c) for c in citations)),
        class_="sources",
    )


def _source(citation: Citation) -> Markup:
    page = f", page {citation.page}" if citation.page is not None else ""
    role = ", for context" if citation.role == "context" else ""
    return tag(
        "li",
        tag(
            "a",
            tag("span", str(citation.marker), class_="marker"),
            tag("span", f"{citation.title}{page}{role}", class_="title", dir="auto"),
            tag("q", citation.quote, class_="words", dir="auto"),
            href=place(citation.span),
            data_digest=citation.digest,
        ),
    )


def _refusal(answer: Answer, titles: Mapping[str, str]) -> Markup:
    return tag(
        "div",
        tag("p", _without_notes(answer), class_="refusal-text", dir="auto"),
        _notes(answer),
        _nearest(answer.passages, titles),
        class_="refusal",
    )


def _nearest(passages: Sequence[Passage], titles: Mapping[str, str]) -> Markup:
    if not passages:
        return Markup()
    return join(
        [
            tag("h3", "Nearest passages (not an answer)"),
            tag("ol", *(_nearest_passage(p, titles) for p in passages), class_="passages"),
        ]
    )


def _nearest_passage(passage: Passage, titles: Mapping[str, str]) -> Markup:
    title = titles.get(passage.span.document, passage.span.document)
    return tag(
        "li",
        tag(
            "a",
            tag("span", title, class_="title", dir="auto"),
            tag("span", passage.text.strip(), class_="words", dir="auto"),
            href=place(passage.span),
        ),
    )


def _document_link(document: Listed) -> Markup:
    return tag("a", document.title, href=f"#document/{quote(document.id, safe='')}", dir="auto")


def _questions(heading: str, questions: Sequence[str]) -> Markup:
    if not questions:
        return Markup()
    buttons = (tag("li", tag("button", q, type="button", data_ask=q)) for q in questions)
    return tag("div", tag("h3", heading), tag("ul", *buttons), class_="questions")


def place(span: Span) -> str:
    """The link that chat.js opens: a document and the code points cited in it."""
    return f"#cite/{quote(span.document, safe='')}/{span.start}-{span.end}"
