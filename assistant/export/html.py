"""Answers with their footnotes as HTML: one page that needs nothing else, or a part of one."""

from collections.abc import Sequence
from importlib.resources import files

from assistant.answer import UNSURE
from assistant.export.markup import Markup, join, tag
from assistant.export.outline import NEAREST, NO_ANSWER, Footnote, Said, Told
from index.document import Passage

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
NOTHING = Markup()


def page_of(told: Sequence[Told], title: str) -> str:
    """The page up to the end of its last answer; `main`, `body` and `html` are still open.

    It holds no script and asks for nothing, and its own policy forbids it both.
    """
    style = (files("assistant.export") / "page.css").read_text("utf-8")
    articles = join([Markup(f"{_article(answer, linked=True)}\n") for answer in told])
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{tag('title', title)}\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"{tag('h1', title, dir='auto')}\n{_plain_breaks(articles)}"
    )


def part_of(told: Told) -> str:
    """One answer as a part for other pages and for text programs: no links, no style."""
    return f"{_plain_breaks(_article(told, linked=False))}\n"


def _plain_breaks(html: str) -> str:
    """The HTML with carriage returns of the documents spelled out: in a file they could get
    lost."""
    return html.replace("\r", "&#13;")


def _article(told: Told, *, linked: bool) -> Markup:
    refused = told.kind == "refusal"
    reply = [tag("strong", NO_ANSWER), " ", told.reply] if refused else [told.reply]
    return tag(
        "article",
        tag("h2", told.question, dir="auto"),
        _if(
            told.read_as, tag("p", "Read as: ", tag("q", told.read_as, dir="auto"), class_="aside")
        ),
        _if(told.unsure, tag("p", UNSURE, class_="aside")),
        _if(told.lead, tag("p", told.lead)),
        _if(told.reply, tag("p", *reply, class_="refusal" if refused else None, dir="auto")),
        *_statements(told, linked=linked),
        *(tag("p", note, class_="aside", dir="auto") for note in told.notes),
        _if(told.by, tag("p", told.by, class_="aside", dir="auto")),
        _nearest(told.nearest),
        _footnotes(told, linked=linked),
    )


def _if(shown: object, element: Markup) -> Markup:
    return element if shown else NOTHING


def _statements(told: Told, *, linked: bool) -> list[Markup]:
    seen: set[int] = set()
    shown = []
    for said in told.said:
        notes = []
        for note in said.footnotes:
            notes.append(_number(note, linked=linked, first=note.number not in seen))
            seen.add(note.number)
        shown.append(_statement(said, notes))
    return shown


def _statement(said: Said, notes: Sequence[Markup]) -> Markup:
    start, end = said.emphasis or (0, 0)
    strong = _if(said.emphasis, tag("strong", said.text[start:end]))
    words = [said.text[:start], strong, said.text[end:]]
    return tag(
        "p",
        *(words if said.supported else [tag("s", said.text)]),
        *notes,
        _if(said.warning, join([" ", tag("em", said.warning, class_="warning")])),
        class_="said context" if said.context else "said",
        dir="auto",
    )


def _number(note: Footnote, *, linked: bool, first: bool) -> Markup:
    """The number behind a statement; the first of its kind is where its footnote leads back."""
    shown = f"[{note.number}]"
    if not linked:
        return tag("sup", shown)
    link = tag(
        "a",
        shown,
        id=f"cited-{note.number}" if first else None,
        href=f"#footnote-{note.number}",
        aria_label=f"Footnote {note.number}",
    )
    return tag("sup", link)


def _nearest(passages: Sequence[Passage]) -> Markup:
    if not passages:
        return NOTHING
    shown = [
        tag(
            "li",
            tag("blockquote", passage.text.strip(), dir="auto"),
            tag("p", tag("bdi", passage.span.document), f", {_characters(passage)}"),
        )
        for passage in passages
    ]
    return tag("section", tag("h3", NEAREST), tag("ul", *shown), class_="nearest")


def _characters(passage: Passage) -> str:
    return f"characters {passage.span.start}–{passage.span.end}"


def _footnotes(told: Told, *, linked: bool) -> Markup:
    if not told.footnotes:
        return NOTHING
    cited = {note.number for said in told.said for note in said.footnotes}
    shown = [_footnote(n, linked=linked, back=n.number in cited) for n in told.footnotes]
    start = str(told.footnotes[0].number)
    return tag(
        "section", tag("h3", "Footnotes"), tag("ol", *shown, start=start), class_="footnotes"
    )


def _footnote(note: Footnote, *, linked: bool, back: bool) -> Markup:
    title, document, place = note.source
    way_back = tag(
        "a", "↩", href=f"#cited-{note.number}", aria_label=f"Back to where {note.number} is cited"
    )
    return tag(
        "li",
        tag("blockquote", note.citation.quote, dir="auto"),
        tag(
            "p",
            tag("cite", title, dir="auto"),
            " (",
            tag("bdi", document),
            f", {place}) ",
            tag("code", note.citation.digest),
            _if(linked and back, join([" ", way_back])),
        ),
        id=f"footnote-{note.number}" if linked else None,
    )
