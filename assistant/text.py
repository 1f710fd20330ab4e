"""An answer as plain text for a terminal."""

from collections.abc import Iterator

from assistant.answer import UNSURE, Answer
from assistant.explanation import Search, beginning
from index.document import Span


def as_text(answer: Answer) -> str:
    """The answer with its footnotes below; a refusal with the nearest passages, named so."""
    lines = []
    if answer.standalone_question != " ".join(answer.question.split()):
        lines += [f"Read as: {answer.standalone_question}", ""]
    if answer.unsure:
        lines += [UNSURE, ""]
    lines.append(answer.text)
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
    """How the answer came about, for a terminal."""
    how = answer.explanation
    if how is None:
        return "A fixed reply: nothing was searched.\n"
    lines = [
        f"confidence {how.confidence:.2f} (refused below {how.refuse_below:.2f}), {answer.mode}",
        f"understood: {how.understood}",
    ]
    if not how.searches:
        lines.append("read whole rather than searched")
    for search in how.searches:
        lines += _searched(search)
    lines.append(
        "time: " + ", ".join(f"{step} {1000 * s:.0f} ms" for step, s in how.seconds.items())
    )
    return "\n".join(lines) + "\n"


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
