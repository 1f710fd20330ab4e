"""An answer with its footnotes as plain text, for a clipboard."""

from collections.abc import Iterator

from assistant.answer import UNSURE
from assistant.export.emphasis import flat
from assistant.export.outline import NEAREST, NO_ANSWER, Footnote, Said, Told


def plain(told: Told) -> str:
    """The answer as paragraphs with a blank line between them; numbers stand in brackets."""
    return "\n\n".join(paragraph for paragraph in _paragraphs(told) if paragraph) + "\n"


def _paragraphs(told: Told) -> Iterator[str]:
    yield told.question
    yield f"Read as: {told.read_as}" if told.read_as else ""
    yield UNSURE if told.unsure else ""
    yield told.lead
    yield f"{NO_ANSWER} {told.reply}" if told.kind == "refusal" else told.reply
    yield from map(_statement, told.said)
    yield from told.notes
    yield told.by
    if told.nearest:
        yield f"{NEAREST}:"
        for passage in told.nearest:
            span = passage.span
            yield f"“{flat(passage.text)}”\n    {flat(span.document)}, {span.start}–{span.end}"
    yield from map(_footnote, told.footnotes)


def _statement(said: Said) -> str:
    numbers = "".join(f"[{note.number}]" for note in said.footnotes)
    words = f"{said.text} {numbers}".rstrip()
    return f"{words} ({said.warning})" if said.warning else words


def _footnote(note: Footnote) -> str:
    title, document, place = note.source
    return (
        f"[{note.number}] “{flat(note.citation.quote)}”\n"
        f"    {title} ({document}, {place}; {flat(note.citation.digest)})"
    )
