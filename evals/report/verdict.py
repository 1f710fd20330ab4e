"""Whether a run passes, and that in a line."""

from collections.abc import Sequence

from evals.baseline import Comparison
from evals.gates import GateResult


def passes(gates: Sequence[GateResult], comparison: Comparison | None) -> bool:
    """True where every gate holds, and the baseline where there is one."""
    return all(gate.holds for gate in gates) and (comparison is None or comparison.holds)


def verdict(gates: Sequence[GateResult], comparison: Comparison | None) -> str:
    """In a line: what fails, or that nothing does."""
    failing = sum(not gate.holds for gate in gates)
    wrong = [_count(failing, "gate", "fails", "fail")]
    if comparison and not comparison.accepted:
        wrong.append(_count(len(comparison.newly_failing), "case", "newly fails", "newly fail"))
        wrong.append(_count(len(comparison.worse), "metric", "is worse", "are worse"))
    if any(wrong):
        return ", ".join(filter(None, wrong))
    held = "all gates hold" if gates else "no gates were checked"
    return f"{held}, nothing got worse" if comparison and not comparison.accepted else held


def _count(number: int, thing: str, one: str, many: str) -> str:
    if number == 0:
        return ""
    return f"1 {thing} {one}" if number == 1 else f"{number} {thing}s {many}"
