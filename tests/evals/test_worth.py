"""Suites notice a broken assistant, a drafted one too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from evals.making.draft import write_suite
from evals.metrics.interval import Score
from evals.report.results import Report
from evals.run import evaluate
from evals.suite import Suite, load_suite
from evals.worth import METRICS, SHORT, set_ups, suite_at, table, worse
from index.embedding import Embedder
from tests.conftest import ARTICLE

Assistants = dict[str, Assistant]


@pytest.fixture(scope="module")
def assistants(
    tmp_path_factory: pytest.TempPathFactory, embedder: Embedder
) -> Iterator[Assistants]:
    with set_ups(ARTICLE.parent, tmp_path_factory.mktemp("worth"), embedder) as opened:
        yield opened


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Suite:
    place = tmp_path_factory.mktemp("drafted")
    write_suite(ARTICLE.parent, place)
    return load_suite(place)


def retrieved(assistant: Assistant, suite: Suite) -> Report:
    return evaluate(assistant.ask, suite, retrieve=assistant.retrieve, retrieval_only=True)


@pytest.fixture(scope="module")
def default(assistants: Assistants, suite: Suite) -> Report:
    return retrieved(assistants["default"], suite)


def test_drafted_suite_notices_shuffled_retrieval(
    assistants: Assistants, suite: Suite, default: Report
) -> None:
    shuffled = retrieved(assistants["retrieval shuffled"], suite)
    assert {"hit@1", "hit@5"} <= set(worse(shuffled, default))


def test_drafted_suite_notices_passages_that_are_cut_short(
    assistants: Assistants, suite: Suite, default: Report
) -> None:
    short = assistants[f"passages of {SHORT} characters"]
    found = short.retrieve("Which country joined BRICS Plus?", k=20)
    assert max(len(passage.text) for passage in found) <= SHORT
    assert "evidence_recall@5" in worse(retrieved(short, suite), default)


def test_drafted_suite_notices_that_nothing_is_refused(
    assistants: Assistants, suite: Suite
) -> None:
    reports = [
        evaluate(assistants[name].ask, suite, retrieve=assistants[name].retrieve)
        for name in ("default", "threshold 0")
    ]
    assert "false_answer_rate" in worse(reports[1], reports[0])


def test_shuffled_results_are_the_same_for_the_same_question(assistants: Assistants) -> None:
    shuffled, default = assistants["retrieval shuffled"], assistants["default"]
    question = "How many member states does ALBA include?"

    def found(assistant: Assistant) -> list[str]:
        return [hit.passage.id for hit in assistant.index.search(question, 6).hits]

    assert found(shuffled) == found(shuffled) != found(default)
    assert sorted(found(shuffled)) == sorted(found(default))


class Scored(Report):
    """A report with given scores."""

    def __init__(self, scores: dict[str, Score]) -> None:
        super().__init__("one", ())
        self.__dict__["scores"] = scores


@pytest.mark.parametrize(
    ("broken", "is_worse"),
    [
        (Score(0.5, 9, 0.4, 0.69), True),
        (Score(0.5, 9, 0.4, 0.7), False),
        (Score(1, 9, 1, 1), False),
    ],
)
def test_worse_is_an_interval_wholly_below(broken: Score, is_worse: bool) -> None:
    default = Scored({"answer_hit": Score(0.8, 9, 0.7, 0.9)})
    found = worse(Scored({"answer_hit": broken}), default)
    assert found == (("answer_hit",) if is_worse else ())


def test_worse_is_above_where_less_is_better() -> None:
    default = Scored({"false_answer_rate": Score(0.2, 9, 0.1, 0.3)})
    assert worse(Scored({"false_answer_rate": Score(1, 9, 1, 1)}), default)
    assert not worse(Scored({"false_answer_rate": Score(0, 9, 0, 0)}), default)


def test_table_marks_what_is_worse() -> None:
    reports = {
        "default": Scored({"hit@5": Score(0.8, 9, 0.7, 0.9)}),
        "broken": Scored({"hit@5": Score(0.1, 9, 0.0, 0.2)}),
    }
    head, rule, first, second = table({"mine": reports})
    assert head.count("|") == rule.count("|") == first.count("|") == len(METRICS) + 3
    assert "| mine | default | – | – | 0.80 [0.70, 0.90] |" in first
    assert "| **0.10 [0.00, 0.20]** |" in second


def test_folder_of_documents_is_drafted_and_a_suite_is_read(tmp_path: Path) -> None:
    with suite_at(ARTICLE.parent) as (name, drafted):
        assert name == f"drafted from documents ({len(drafted.cases)})"
    write_suite(ARTICLE.parent, tmp_path / "mine")
    with suite_at(tmp_path / "mine") as (name, read):
        assert name == f"mine ({len(read.cases)})"
