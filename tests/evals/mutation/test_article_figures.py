"""What the check of statements is held to, on the article: its sentences, and what was written."""

from collections.abc import Sequence

import pytest

from assistant.grounding.check import check
from evals.mutation.correct import statements_of
from evals.mutation.count import Trial, trials_of, trials_of_written
from evals.mutation.pool import pool_of
from evals.mutation.statements import load_statements
from evals.suite import load_suite
from tests.conftest import ROOT

SUITE = ROOT / "evals" / "suites" / "article"
MOST_CAUGHT = ("number", "unit", "date", "name", "place", "negation-added", "quotation")
ALSO_CAUGHT = ("swap", "speaker")


@pytest.fixture(scope="module")
def trials() -> list[Trial]:
    suite = load_suite(SUITE)
    pool = pool_of(document.text for document in suite.documents.values())
    found = [trial for one in statements_of(suite) for trial in trials_of(one, pool, check)]
    for one in load_statements(SUITE / "statements.yaml", ROOT / "documents"):
        found += trials_of_written(one, pool, check)
    return found


def share_right(trials: Sequence[Trial]) -> float:
    assert len(trials) >= 5
    return sum(trial.right for trial in trials) / len(trials)


@pytest.mark.parametrize("kind", MOST_CAUGHT)
def test_nineteen_of_twenty_false_statements_are_caught(trials: list[Trial], kind: str) -> None:
    made = [one for one in trials if one.origin == "mutant" and one.label == kind]
    assert share_right(made) >= 0.95


@pytest.mark.parametrize("kind", ALSO_CAUGHT)
def test_four_of_five_swaps_and_speakers_are_caught(trials: list[Trial], kind: str) -> None:
    made = [one for one in trials if one.origin == "mutant" and one.label == kind]
    assert share_right(made) >= 0.80


def test_at_most_one_faithful_statement_in_fifty_is_complained_of(trials: list[Trial]) -> None:
    faithful = [one for one in trials if one.true]
    assert len(faithful) >= 150
    assert share_right(faithful) >= 0.98


def test_nine_of_ten_false_statements_that_somebody_wrote_are_caught(trials: list[Trial]) -> None:
    written = [one for one in trials if one.origin == "written" and not one.true]
    assert share_right(written) >= 0.90
