"""What became of a run's answers that a language model was to write, counted."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from evals.metrics.interval import quantile_score
from evals.metrics.support import Judgement

COUNTED = (
    "statements", "recited", "rewritten", "dropped", "unknown", "trimmed", "prompt_tokens",
    "completion_tokens",
)  # fmt: skip
"""Counts of an answer's account that are added up."""
OF_HELP = ("calls", "prompt_tokens", "completion_tokens")
"""The same of what the model was asked beside the answer itself, by `helping_` and the name."""


@dataclass(frozen=True, slots=True)
class WritingCounts:
    """`asked` answers were to be written, `written` are; the others are extractive.

    `counts` adds up the accounts by name. `failures` counts them by kind. `seconds` holds the
    median and the 95th percentile of each time that the accounts tell, by name. Of `judged`
    statements the judge's answer could not be read for `unread`.
    """

    asked: int
    written: int
    counts: Mapping[str, int]
    failures: Mapping[str, int]
    seconds: Mapping[str, tuple[float, float]]
    judged: int
    unread: int


def writing_counts(
    answers: Sequence[Answer], judgements: Sequence[Judgement] = ()
) -> WritingCounts:
    """The counts over the accounts of some answers, and over what a judge said of statements."""
    accounts = [answer.writing for answer in answers if answer.writing]
    help = [one for answer in answers for one in answer.helping.values()]
    names = dict.fromkeys(name for one in accounts for name in one.seconds)
    timed = {name: [o.seconds[name] for o in accounts if name in o.seconds] for name in names}
    return WritingCounts(
        asked=len(accounts),
        written=sum(answer.mode == "written" for answer in answers),
        counts={
            **{name: sum(getattr(one, name) for one in accounts) for name in COUNTED},
            **{f"helping_{name}": sum(getattr(one, name) for one in help) for name in OF_HELP},
        },
        failures=dict(sorted(Counter(o.failure for o in accounts if o.failure).items())),
        seconds={name: (_at(took, 0.5), _at(took, 0.95)) for name, took in timed.items()},
        judged=len(judgements),
        unread=sum(one.unread for one in judgements),
    )


def _at(seconds: Sequence[float], quantile: float) -> float:
    score = quantile_score(seconds, quantile)
    return score.value if score else 0.0
