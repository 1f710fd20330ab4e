"""Answers with their footnotes as Markdown, in the common syntax for footnotes.

A program that does not know footnotes shows `[^1]` and the definitions as plain paragraphs: each
definition begins with words that make it no link definition.
"""

from collections.abc import Iterator, Sequence

from assistant.answer import UNSURE
from assistant.export.markdown_text import code, emphasised, inline, line, struck
from assistant.export.outline import NEAREST, NO_ANSWER, Footnote, Said, Told
from index.document import Passage


def markdown(told: Sequence[Told], title: str = "") -> str:
    """The answers under a heading each, below the title where there is one."""
    blocks = [f"# {inline(title)}"] if title else []
    for answer in told:
        blocks += [block for block in _blocks(answer) if block]
    return "\n\n".join(blocks) + "\n"


def _blocks(told: Told) -> Iterator[str]:
    yield f"## {inline(told.question)}"
    yield f"*Read as:* {inline(told.read_as)}" if told.read_as else ""
    yield f"*{UNSURE}*" if told.unsure else ""
    yield line(told.lead)
    yield f"**{NO_ANSWER}** {inline(told.reply)}" if told.kind == "refusal" else line(told.reply)
    yield from map(_statement, told.said)
    yield from map(line, told.notes)
    yield f"*{inline(told.by)}*" if told.by else ""
    if told.nearest:
        yield f"### {NEAREST}"
        yield "\n".join(map(_passage, told.nearest))
    if told.footnotes:
        yield "### Footnotes"
        yield from map(_footnote, told.footnotes)


def _statement(said: Said) -> str:
    numbers = "".join(f"[^{note.number}]" for note in said.footnotes)
    if not said.supported:
        return f"{struck(said.text)}{numbers} *{inline(said.warning)}*"
    text = emphasised(said.text, *said.emphasis) if said.emphasis else line(said.text)
    return f"{text}{numbers}"


def _passage(passage: Passage) -> str:
    span = passage.span
    return f"- “{inline(passage.text)}” — {inline(span.document)}, {span.start}–{span.end}"


def _footnote(note: Footnote) -> str:
    title, document, place = note.source
    return (
        f"[^{note.number}]: “{inline(note.citation.quote)}” — {inline(title)} "
        f"({inline(document)}, {place}; {code(note.citation.digest)})"
    )
