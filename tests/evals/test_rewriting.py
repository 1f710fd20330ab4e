"""What the figures about rewritten follow-ups count."""

from collections.abc import Sequence

import pytest

from assistant.answer import Turn
from evals.rewriting import Rewrite, agreement, alone, everything

BEFORE = (Turn("Who built the Skerry lighthouse?", "Anna Holm"),)
CASES = (
    Rewrite("talk_1-1", "How tall is it?", BEFORE, "How tall is the Skerry lighthouse?"),
    Rewrite("talk_1-2", "Where is Bergen?", BEFORE, "Where is Bergen?"),
)


def test_a_question_left_alone_adds_nothing_and_keeps_whole_ones() -> None:
    found = agreement(alone, CASES)
    assert (found.recall, found.precision, found.kept, found.fresh) == (0, 1, 1, 1)
    assert found.same == 0.5


def test_all_the_words_reach_everything_with_little_precision() -> None:
    found = agreement(everything, CASES)
    assert found.recall == found.reachable == 1
    assert found.precision < 0.5
    assert found.kept == 0


def test_the_words_of_a_person_score_full_marks() -> None:
    def person(question: str, history: Sequence[Turn]) -> str:
        return next(case.rewrite for case in CASES if case.question == question)

    found = agreement(person, CASES)
    assert (found.recall, found.precision, found.same, found.fresh) == (1, 1, 1, 1)


@pytest.mark.parametrize(("one", "other"), [("a_0-1", "a_0-2"), ("cast19-31_1", "cast19-31_8")])
def test_a_conversation_stays_in_one_half(one: str, other: str) -> None:
    assert Rewrite(one, "", (), "").half == Rewrite(other, "", (), "").half
