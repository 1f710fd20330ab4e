"""An answer as plain text for a terminal."""

from assistant.answer import UNSURE, Answer
from index.document import Passage


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
        lines += [f"  {_place(passage)}  {_beginning(passage)}" for passage in answer.passages]
    return "\n".join(lines)


def explained(answer: Answer) -> str:
    """How the answer came about: confidence, passages with their scores, time of each step."""
    lines = [f"confidence {answer.confidence:.2f}, {answer.mode}"]
    lines += [
        f"passage {rank}: score {passage.score:.3f}, {_place(passage)}  {_beginning(passage)}"
        for rank, passage in enumerate(answer.passages, 1)
    ]
    lines.append(", ".join(f"{step} {1000 * s:.0f} ms" for step, s in answer.seconds.items()))
    return "\n".join(lines) + "\n"


def _place(passage: Passage) -> str:
    return f"{passage.span.document} {passage.span.start}–{passage.span.end}"


def _beginning(passage: Passage, length: int = 80) -> str:
    words = " ".join(passage.text.split())
    return words if len(words) <= length else words[: length - 1].rstrip() + "…"
