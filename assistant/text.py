"""An answer as plain text for a terminal."""

from collections.abc import Iterator, Mapping

from assistant.answer import UNSURE, Answer
from assistant.explanation import Search, beginning
from assistant.export.outline import warning, written_by
from assistant.written import Helped, Written
from index.document import Span


def as_text(answer: Answer) -> str:
    """The answer with its footnotes below; a refusal with the nearest passages, named so."""
    lines = []
    if answer.standalone_question != " ".join(answer.question.split()):
        lines += [f"Read as: {answer.standalone_question}", ""]
    if answer.unsure:
        lines += [UNSURE, ""]
    lines.append(_said(answer))
    if by := written_by(answer):
        lines += ["", by]
    for citation in answer.citations:
        span = citation.span
        page = f", page {citation.page}" if citation.page else ""
        lines += [
            "",
            f"[{citation.marker}] {citation.title} "
            f"({span.document}, characters {span.start}–{span.end}{page})",
            f"    “{citation.quote}”",
        ]
    if answer.refused and answer.passages:
        lines += ["", "Nearest passages (not an answer):"]
        lines += [
            f"  {_span(passage.span)}  {beginning(passage.text, 80)}" for passage in answer.passages
        ]
    return "\n".join(lines)


def explained(answer: Answer) -> str:
    """How the answer came about, for a terminal; with the account of its writing, if any."""
    how = answer.explanation
    if how is None:
        return "A fixed reply: nothing was searched.\n"
    lines = [
        f"confidence {how.confidence:.2f} (refused below {how.refuse_below:.2f}), {answer.mode}",
        f"understood: {how.understood}",
    ]
    if answer.writing:
        lines += _account(answer.writing)
    lines += _help(answer.helping)
    if not how.searches:
        lines.append("read whole rather than searched")
    for search in how.searches:
        lines += _searched(search)
    lines.append(f"time: {_milliseconds(how.seconds)}")
    return "\n".join(lines) + "\n"


def _said(answer: Answer) -> str:
    """The answer's text, in which statements that are not borne out are marked."""
    if all(statement.supported for statement in answer.statements):
        return answer.text
    said = [
        f"{one.text} {''.join(f'[{marker}]' for marker in one.citations)}".rstrip()
        + (f" [{warning(one)}]" if not one.supported else "")
        for one in answer.statements
    ]
    return " ".join(filter(None, (answer.lead, *said, *answer.notes)))


def _account(writing: Written) -> Iterator[str]:
    yield (
        f"writing: prompt {writing.prompt}, {writing.evidence} sentences given, "
        f"{writing.trimmed} without room"
    )
    yield (
        f"statements written: {writing.statements}; {writing.recited} cited anew, "
        f"{writing.rewritten} rewritten, {writing.dropped} not borne out; "
        f"{writing.unknown} unknown markers"
    )
    yield f"tokens: {writing.prompt_tokens:,} read, {writing.completion_tokens:,} written"
    if writing.seconds:
        yield f"time of writing: {_milliseconds(writing.seconds)}"
    if writing.failure:
        yield f"the writing failed: {writing.failure}"


def _help(helping: Mapping[str, Helped]) -> Iterator[str]:
    for task, one in helping.items():
        yield (
            f"{task}: {one.calls} call{'s' * (one.calls > 1)}, {one.prompt_tokens:,} tokens read, "
            f"{one.completion_tokens:,} written, {1000 * one.seconds:.0f} ms"
        )


def _milliseconds(seconds: Mapping[str, float]) -> str:
    return ", ".join(f"{step} {1000 * took:.0f} ms" for step, took in seconds.items())


def _searched(search: Search) -> Iterator[str]:
    yield ""
    yield f"searched for: {search.query}"
    yield "words: " + ", ".join(f"{word} {weight:.1f}" for word, weight in search.words.items())
    for rank, found in enumerate(search.passages, 1):
        yield (
            f"passage {rank}: score {found.score:.2f}, meaning {found.similarity:z.2f} "
            f"({_rank(found.dense_rank)}), best sentence {found.best_sentence:z.2f}, words "
            f"{found.lexical:.2f} ({_rank(found.lexical_rank)})"
        )
        yield f"    {_span(found.span)}  {beginning(found.beginning, 80)}"
    for sentence in search.sentences:
        share = "context" if sentence.share is None else f"share {sentence.share:.2f}"
        yield f"sentence, {share}: {_span(sentence.span)}  {beginning(sentence.beginning, 80)}"
    yield f"confidence {search.confidence:.2f}, from log odds:"
    yield from (f"    {added:+.2f}  {name}" for name, added in search.parts.items())


def _rank(rank: int | None) -> str:
    return f"#{rank}" if rank else "missed"


def _span(span: Span) -> str:
    return f"{span.document} {span.start}–{span.end}"
