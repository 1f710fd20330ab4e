"""What the check with scripted writers brought, as Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from evals.metrics.writing import writing_counts
from evals.mutation.count import Share, Trial, shares
from evals.mutation.mutants import KINDS
from evals.mutation.tables import share_table

SWAPS = ("name", "place", "speaker", "swap")
"""Mutants that exchange one who or what for another."""


@dataclass(frozen=True, slots=True)
class Failed:
    """One failure of a model: what it did, the kind that the assistant told, whether the answer
    is in the documents' own words, the seconds it took, and whether those are within the limit."""

    label: str
    told: str
    own_words: bool
    seconds: float
    in_time: bool

    @property
    def right(self) -> bool:
        """Whether it ended as it must."""
        return self.own_words and self.in_time


def to_markdown(
    trials: Sequence[Trial], failures: Sequence[Failed], answers: Sequence[Answer], unasked: int
) -> str:
    """The tables, and a line with what became of the answers."""
    unfaithful = [trial for trial in trials if not trial.true]
    faithful = [trial for trial in trials if trial.true]
    swaps = [trial for trial in unfaithful if trial.label in SWAPS]
    others = [trial for trial in unfaithful if trial.label not in SWAPS]
    reworded = [trial for trial in faithful if trial.label != "verbatim"]
    whole = [
        _all("unfaithful, but for the next row: not shown as supported", others),
        _all("another name, place or speaker, two exchanged: not shown as supported", swaps),
        _all("faithful: shown as supported", faithful),
        _all("of these, in other words", reworded),
    ]
    tables = (
        share_table("statements", "right", whole),
        share_table("unfaithful", "not shown", shares(unfaithful, KINDS)),
        share_table("faithful", "shown", shares(faithful, ["verbatim"])),
        "\n".join(_failures(failures)),
        _counts(answers, unasked),
    )
    return "\n".join(filter(None, tables))


def _all(label: str, trials: Sequence[Trial]) -> Share:
    return Share(label, len(trials), sum(trial.right for trial in trials))


def _failures(failures: Sequence[Failed]) -> Iterator[str]:
    if not failures:
        return
    yield "| failure | count | own words | in time | slowest, seconds | told as |"
    yield "|---|--:|--:|--:|--:|---|"
    for label in sorted({one.label for one in failures}):
        yield _row(label, [one for one in failures if one.label == label])
    yield _row("all", failures, told=False)
    yield ""


def _row(label: str, failures: Sequence[Failed], told: bool = True) -> str:
    words, on_time = sum(one.own_words for one in failures), sum(one.in_time for one in failures)
    slowest = max(one.seconds for one in failures)
    kinds = Counter(one.told for one in failures) if told else {}
    named = ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items()))
    return f"| {label} | {len(failures)} | {words} | {on_time} | {slowest:.2f} | {named} |"


def _counts(answers: Iterable[Answer], unasked: int) -> str:
    found = writing_counts(list(answers))
    counts = ", ".join(f"{name} {count}" for name, count in found.counts.items())
    return (
        f"\nAnswers that a model was to write: {found.asked}, written in the end: {found.written}; "
        f"answered without it: {unasked}. Failures: {dict(found.failures) or 'none'}. {counts}.\n"
    )
