"""A run beside its baseline in which everything happens that a report can tell."""

from dataclasses import replace

from assistant.answer import Statement
from assistant.grounding.fault import Fault
from evals.baseline import Comparison, baseline_of, compare
from evals.gates import Gate, GateResult
from evals.report.results import CaseResult, Report
from tests.evals.samples import answer, case, citation, refusal, span

NOTES = answer(citation(0, 20), said="Ada wrote the notes.", confidence=0.8)
MAPS = answer(citation(21, 47), said="Bob drew them.", confidence=0.6)


def brought(id: str, came: str, **fields: object) -> CaseResult:
    """A case that was a hit, a miss, a refusal, a crash or a fault."""
    of = case(span(0, 20), **{"id": id, "question": f"Who is {id}?", "kind": "fact"} | fields)
    if came == "crash":
        return CaseResult(of, {"answer_hit": 0.0}, 0.2, error="RuntimeError: no more memory")
    if came == "refusal":
        return CaseResult(of, {"answer_hit": 0.0, "false_refusal_rate": 1.0}, 0.2, refusal())
    if came == "fault":
        faults = ((Fault("number", "7", "its source says 5"),),)
        values = {"answer_hit": 1.0, "fidelity": 0.0}
        return CaseResult(of, values, 0.2, NOTES, statement_faults=faults)
    values = {"answer_hit": float(came == "hit"), "false_refusal_rate": 0.0}
    return CaseResult(of, values, 0.2, NOTES if came == "hit" else MAPS)


def reworded(result: CaseResult, text: str) -> CaseResult:
    """The same with another text of its answer."""
    assert result.answer is not None
    said = (Statement(text, (1,)),)
    return replace(result, answer=replace(result.answer, statements=said))


BEFORE = Report(
    "s",
    (
        brought("same", "hit"),
        brought("lost", "hit"),
        brought("won", "miss"),
        brought("known", "refusal"),
        brought("reworded", "hit"),
        brought("gone", "hit"),
    ),
)
AFTER = Report(
    "s",
    (
        brought("same", "hit"),
        brought("lost", "refusal"),
        brought("won", "hit"),
        brought("known", "refusal"),
        reworded(brought("reworded", "hit"), "It was Ada."),
        brought("crashed", "crash"),
        brought("faulty", "fault"),
    ),
)
GATES = (
    GateResult(Gate("answer_hit", min=0.5), 0.6),
    GateResult(Gate("false_answer_rate", max=0, kind="odd"), None),
)


def comparison(after: Report = AFTER, before: Report = BEFORE) -> Comparison:
    """What the one run changes about the other."""
    return compare(after, baseline_of(before))
