"""Gates: the bounds that a suite's metrics must keep."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from evals.fields import Fields
from evals.metrics import (
    ANSWER_METRICS,
    METRIC_NAMES,
    PASSAGE_METRICS,
    WRITING_METRICS,
    WRONG_CASES,
)
from evals.metrics.interval import Score

BOUNDED = (*METRIC_NAMES, WRONG_CASES)
# A mean of floats may miss its bound by rounding alone.
TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Gate:
    """A bound on a metric, over all cases or over those of one kind. Bounds are inclusive.

    Besides metrics there is "wrong", the number of cases with which anything is wrong.
    """

    metric: str
    min: float | None = None
    max: float | None = None
    kind: str | None = None

    def __str__(self) -> str:
        bounds = [f"{sign} {bound:g}" for sign, bound in ((">=", self.min), ("<=", self.max))
                  if bound is not None]  # fmt: skip
        of = f" ({self.kind})" if self.kind else ""
        return f"{self.metric}{of} {' and '.join(bounds)}"

    def holds(self, value: float) -> bool:
        """True where the value keeps both bounds."""
        above = self.min is None or value >= self.min - TOLERANCE
        below = self.max is None or value <= self.max + TOLERANCE
        return above and below


@dataclass(frozen=True, slots=True)
class GateResult:
    """A gate with the value it was held against; None where no case measured the metric."""

    gate: Gate
    value: float | None

    @property
    def holds(self) -> bool:
        """False also where nothing was measured: an empty gate proves nothing."""
        return self.value is not None and self.gate.holds(self.value)


QUOTES_EXACT = Gate("quote_exact", min=1.0)


def read_gates(file: Fields, kinds: Collection[str]) -> tuple[Gate, ...]:
    """The gates of a suite file: metric name to one bound or a list of them.

    A metric or kind that is not known, or a gate without a bound, is reported as a problem of
    the file.
    """
    return tuple(_read_gates(file, kinds))


def _read_gates(file: Fields, kinds: Collection[str]) -> Iterator[Gate]:
    declared = file.object("gates")
    gates = Fields(declared, file.at("gates").inside("gates"), BOUNDED, file.problems)
    for metric, bounds in declared.items():
        if metric not in BOUNDED:
            continue  # reported
        place = gates.at(metric).inside(f"gate {metric}")
        for bound in bounds if isinstance(bounds, list) else [bounds]:
            fields = Fields(bound, place, ("min", "max", "kind"), file.problems)
            kind = fields.text("kind", "") or None
            gate = Gate(metric, fields.number("min"), fields.number("max"), kind)
            if gate.min is None and gate.max is None and fields.sound("min", "max"):
                fields.report("has neither 'min' nor 'max'")
            if kind is not None and kind not in kinds:
                fields.report(f"no case is of kind {kind!r}", "kind")
            yield gate


def check_gates(
    gates: Sequence[Gate],
    scores: Mapping[str, Score],
    by_kind: Mapping[str, Mapping[str, Score]],
    *,
    retrieval_only: bool = False,
    answers_only: bool = False,
    written: bool = False,
) -> tuple[GateResult, ...]:
    """Each gate with its value, in the order declared, but for those of `left_out`.

    `scores` and `by_kind` are what a report calls `bounded`.
    A suite without gates is held to exact quotes, where anything was quoted.
    """
    if not gates and "quote_exact" in scores:
        gates = (QUOTES_EXACT,)
    skipped = left_out(
        gates, retrieval_only=retrieval_only, answers_only=answers_only, written=written
    )
    results = []
    for gate in gates:
        if gate in skipped:
            continue
        group = scores if gate.kind is None else by_kind.get(gate.kind, {})
        score = group.get(gate.metric)
        results.append(GateResult(gate, None if score is None else score.value))
    return tuple(results)


def left_out(
    gates: Sequence[Gate],
    *,
    retrieval_only: bool = False,
    answers_only: bool = False,
    written: bool = False,
) -> tuple[Gate, ...]:
    """The gates on metrics that a run does not measure, as it asks nothing, looks at no passages,
    or has no language model write."""
    metrics = (
        *(ANSWER_METRICS if retrieval_only else PASSAGE_METRICS if answers_only else ()),
        *(() if written else WRITING_METRICS),
    )
    return tuple(gate for gate in gates if gate.metric in metrics)
