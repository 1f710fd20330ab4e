"""How many mutants a check of statements catches, and how many true statements it complains of."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal, Protocol

from evals.mutation.correct import Correct
from evals.mutation.edits import turned
from evals.mutation.mutants import KINDS, mutants
from evals.mutation.mutants.across import across
from evals.mutation.pool import Pool
from evals.mutation.rewordings import WAYS, rewordings
from evals.mutation.statements import Labelled

Check = Callable[[str, Sequence[str]], Sequence[object]]
"""A check of a statement against cited words: what is wrong with it, nothing if it is faithful."""

ACROSS = "across"
"""The label of a mutant that takes its subject from another cited sentence."""

Origin = Literal["mutant", "rewording", "written"]
Base = Literal["sentence", "rewording", "written"]


class HasCited(Protocol):
    """Cited words with the statement about them."""

    @property
    def cited(self) -> tuple[str, ...]:
        """The cited words."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One statement that was checked.

    `true` tells whether it is faithful. `label` is the kind of a mutant, the way of a rewording,
    or the label of a statement that somebody wrote; `base` is what a mutant was made from, and
    `change` what it changes there. `faults` is what the check said.
    """

    says: str
    cited: tuple[str, ...]
    true: bool
    origin: Origin
    label: str
    faults: tuple[str, ...]
    base: Base | None = None
    change: str = ""

    @property
    def right(self) -> bool:
        """Whether the check was right: it complained exactly if there was something wrong."""
        return self.true != bool(self.faults)


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `count` trials, with the 95% interval that Wilson's score gives.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference
    (1927).
    """

    label: str
    count: int
    right: int

    @property
    def value(self) -> float:
        """The share, 0 of none."""
        return self.right / self.count if self.count else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The bounds of the share; 0 and 1 of none."""
        if not self.count:
            return 0.0, 1.0
        z, n, p = 1.96, self.count, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def trials_of(one: Correct, pool: Pool, check: Check) -> Iterator[Trial]:
    """Every rewording of a correct statement; its mutants, and those of one of its rewordings.

    What the check complains of without cause is not mutated: its mutants would prove nothing.
    """
    passed = []
    for rewording in rewordings(one.says):
        faults = _faults(one, rewording.text, check)
        trial = Trial(rewording.text, one.cited, True, "rewording", rewording.kind, faults)
        yield trial
        if trial.right:
            passed.append(rewording)
    for rewording in passed:
        if rewording.kind == "verbatim":
            yield from _mutated(one, rewording.text, "sentence", pool, check)
    others = [rewording.text for rewording in passed if rewording.kind != "verbatim"]
    for text in turned(others, one.says)[:1]:
        yield from _mutated(one, text, "rewording", pool, check)


def trials_of_pair(one: Correct, other: Correct, pool: Pool, check: Check) -> Iterator[Trial]:
    """What one sentence says of its subject, said of the other's with both cited; nothing where
    they can't be exchanged."""
    for first, second in ((one, other), (other, one)):
        text = across(first.says, second.says, pool)
        if text is not None:
            both = Correct(second.id, second.says, (*one.cited, *other.cited))
            yield Trial(
                text, both.cited, False, "mutant", ACROSS, _faults(both, text, check), "sentence"
            )


def trials_of_written(one: Labelled, pool: Pool, check: Check) -> Iterator[Trial]:
    """A statement that somebody wrote, and if it is faithful and passes, its mutants."""
    faults = _faults(one, one.says, check)
    yield Trial(one.says, one.cited, one.faithful, "written", one.label, faults)
    if one.faithful and not faults:
        yield from _mutated(one, one.says, "written", pool, check)


def _mutated(one: HasCited, text: str, base: Base, pool: Pool, check: Check) -> Iterator[Trial]:
    for mutant in mutants(text, one.cited, pool):
        faults = _faults(one, mutant.text, check)
        change = f"{mutant.was!r} → {mutant.now!r}"
        yield Trial(mutant.text, one.cited, False, "mutant", mutant.kind, faults, base, change)


def _faults(one: HasCited, says: str, check: Check) -> tuple[str, ...]:
    return tuple(str(fault) for fault in check(says, one.cited))


def shares(trials: Iterable[Trial], order: Sequence[str] = ()) -> tuple[Share, ...]:
    """The share of right trials by label, in the order given, and then of all together."""
    every = list(trials)
    labels = [*order, *sorted({trial.label for trial in every} - set(order))]
    found = [_share(label, [t for t in every if t.label == label]) for label in labels]
    return (*(share for share in found if share.count), _share("all", every))


def _share(label: str, trials: Sequence[Trial]) -> Share:
    return Share(label, len(trials), sum(trial.right for trial in trials))


ORDER = (*KINDS, ACROSS, *WAYS)
"""The labels of mutants and rewordings, as tables give them."""
