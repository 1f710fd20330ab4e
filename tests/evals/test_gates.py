from evals.gates import Gate, GateResult, check_gates, left_out
from evals.metrics.interval import Score

SCORES = {"answer_hit": Score(0.8, 10), "quote_exact": Score(1.0, 9), "hit@5": Score(0.9, 10)}
BY_KIND = {"off-topic": {"false_answer_rate": Score(0.25, 4)}}


def test_bounds_are_inclusive_and_forgive_rounding() -> None:
    assert Gate("answer_hit", min=0.8).holds(0.8)
    assert Gate("answer_hit", min=0.3).holds(0.1 + 0.2 - 1e-12)
    assert not Gate("answer_hit", min=0.9).holds(0.8)
    assert not Gate("false_answer_rate", max=0.0).holds(0.01)


def test_gate_is_held_against_all_cases_or_those_of_its_kind() -> None:
    gates = (Gate("answer_hit", min=0.8), Gate("false_answer_rate", max=0.2, kind="off-topic"))
    first, second = check_gates(gates, SCORES, BY_KIND)
    assert (first.value, first.holds) == (0.8, True)
    assert (second.value, second.holds) == (0.25, False)


def test_gate_that_no_case_measured_fails() -> None:
    (result,) = check_gates((Gate("ece", max=0.1),), SCORES, BY_KIND)
    assert result == GateResult(Gate("ece", max=0.1), None)
    assert not result.holds


def test_suite_without_gates_is_held_to_exact_quotes() -> None:
    (result,) = check_gates((), SCORES, BY_KIND)
    assert (result.gate.metric, result.gate.min, result.holds) == ("quote_exact", 1.0, True)
    assert check_gates((), {}, {}) == ()


def test_retrieval_only_leaves_gates_on_answers_out() -> None:
    gates = (Gate("answer_hit", min=0.8), Gate("ece", max=0.1), Gate("hit@5", min=0.5))
    (result,) = check_gates(gates, SCORES, BY_KIND, retrieval_only=True)
    assert result.gate.metric == "hit@5"
    assert left_out(gates, retrieval_only=True) == gates[:2]


def test_without_passages_gates_on_them_are_left_out() -> None:
    gates = (Gate("answer_hit", min=0.8), Gate("hit@5", min=0.5))
    (result,) = check_gates(gates, SCORES, BY_KIND, answers_only=True)
    assert result.gate.metric == "answer_hit"
    assert left_out(gates, answers_only=True) == gates[1:]
    assert left_out(gates) == ()


def test_gate_names_metric_kind_and_bounds() -> None:
    assert str(Gate("ece", min=0.1, max=0.2, kind="fact")) == "ece (fact) >= 0.1 and <= 0.2"
