"""What a report says of written answers: their counts, and how they stand beside extractive ones.

Every form of the report takes its rows from here.
"""

from collections.abc import Iterator

from evals.baseline import Delta, baseline_of, compare
from evals.metrics.writing import writing_counts
from evals.report.results import Report

LABELS = {
    "statements": "statements written",
    "recited": "recited: they stand by other citations",
    "rewritten": "rewritten: they stand in other words",
    "dropped": "dropped, as nothing bore them out",
    "unknown": "markers dropped: their sentence was not given, or was told already",
    "trimmed": "evidence sentences without room",
    "prompt_tokens": "tokens read",
    "completion_tokens": "tokens written",
    "helping_calls": "requests beside the answers: follow-ups, wider searches, repairs",
    "helping_prompt_tokens": "tokens read for these",
    "helping_completion_tokens": "tokens written for these",
}


def counted(report: Report) -> Iterator[tuple[str, str, str]]:
    """Name for programs, label for people, and value of each count; nothing without a model."""
    if report.model is None:
        return
    found = writing_counts(report.answers, report.judgements)
    yield "answers", "answers to write", str(found.asked)
    yield "written", "answers written", str(found.written)
    for name, label in LABELS.items():
        yield name, label, f"{found.counts[name]}"
    for kind, count in found.failures.items():
        yield f"failures.{kind}", f"failures: {kind}", str(count)
    for name, (median, most) in found.seconds.items():
        yield f"seconds.{name}", f"seconds: {name}, median and 95%", f"{median:.3f} {most:.3f}"
    yield "judged", "statements judged", str(found.judged)
    yield "unread", "judgements that could not be read", str(found.unread)


def sides(report: Report) -> tuple[Delta, ...]:
    """Each metric of extractive answers (`before`) and of written ones (`after`).

    The difference is resampled in pairs: each draw takes the same cases of both. Empty where
    only one side was asked.
    """
    if report.extractive is None:
        return ()
    return compare(report, baseline_of(report.extractive)).deltas


def who(report: Report) -> str:
    """Who wrote and who judged, in a line."""
    return f"written by {report.model}; judge: {report.judge}"
