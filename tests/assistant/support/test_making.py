"""Statements to train on are made by rules: faithful ones tell less, unfaithful ones else."""

import random
import re

import pytest

from assistant.reader.train.rows import Passage, Row
from assistant.support.train.examples import examples
from assistant.support.train.faithful import active, merged, reworded, shortened
from assistant.support.train.making import pairs, passages
from assistant.support.train.pair import Pair, kept_back
from assistant.support.train.telling import told
from assistant.support.train.unfaithful import RULES, Around

TEXT = (
    "In 1890, the iron bridge (now a museum) was opened by Mayor Keller, who paid for it. "
    "Rosa Brandt drew the plans in two years because Lima had asked for them. "
    "The ferry did not stop before May 1912, and the guild of boatmen was dissolved."
)
SENTENCES = re.split(r"(?<=\.) ", TEXT)
AROUND = Around(TEXT, ("The mill at Trujillo was sold to Ada Weber for 300 pounds in June 1911.",))


@pytest.mark.parametrize(
    ("question", "answer", "statement"),
    [
        ("Who drew the plans?", "Rosa Brandt", "Rosa Brandt drew the plans."),
        ("When was the bridge opened?", "1890", "The bridge was opened in 1890."),
        ("When did the ferry stop?", "in 1912", "The ferry stopped in 1912."),
        ("What did Lima ask for", "the plans.", "Lima asked for the plans."),
        ("How many years did Brandt need?", "two", "Brandt needed two years."),
    ],
)
def test_a_question_and_its_answer_make_a_statement(
    question: str, answer: str, statement: str
) -> None:
    assert told(question, answer) == statement


def test_a_question_that_no_rule_fits_makes_none() -> None:
    assert told("Name the bridge", "Iron Bridge") is None


def test_the_passive_becomes_active_and_clauses_go() -> None:
    chance = random.Random(1)
    assert active("The bridge was opened by Mayor Keller.", chance) == (
        "Mayor Keller opened the bridge."
    )
    assert shortened(SENTENCES[1], chance) is None
    assert shortened(SENTENCES[0], chance) == (
        "In 1890, the iron bridge (now a museum) was opened by Mayor Keller."
    )
    both = merged(SENTENCES[1], SENTENCES[2], chance)
    assert "Rosa Brandt" in both
    assert "guild of boatmen" in both


def test_every_rule_of_unfaithful_statements_changes_something() -> None:
    for rule, _ in RULES:
        made = [rule(text, AROUND, random.Random(seed)) for text in SENTENCES for seed in range(9)]
        assert any(made), rule.__name__
        assert not set(made) & set(SENTENCES), rule.__name__


def test_rewordings_hold_no_number_and_no_name_that_the_sentence_does_not() -> None:
    marks = re.compile(r"\d+|Keller|Rosa|Brandt|Lima|May\b|Trujillo")
    for text in SENTENCES:
        for seed in range(30):
            made = reworded(text, random.Random(seed))
            assert set(marks.findall(made)) <= {*marks.findall(text), "2"}, made


def rows() -> list[Row]:
    starts = [TEXT.index(sentence) for sentence in SENTENCES]
    places = tuple((s, s + len(t)) for s, t in zip(starts, SENTENCES, strict=True))
    passage = Passage("mine", "mine", "", TEXT, places)
    asked = {"Who drew the plans?": "Rosa Brandt", "Who opened the bridge?": "Mayor Keller"}
    return [
        Row(question, passage, ((TEXT.index(a), TEXT.index(a) + len(a)),), True, True, False)
        for question, a in asked.items()
    ]


def test_a_passage_gives_both_sorts_and_the_same_ones_again() -> None:
    def made(seed: int) -> list[Pair]:
        chance = random.Random(seed)
        [one] = passages(rows(), chance)
        return list(pairs(one, {"questions": 2, "sentences": 2}, chance))

    every = [pair for seed in range(20) for pair in made(seed)]
    assert made(3) == made(3)
    assert {pair.supported for pair in every} == {True, False}
    assert {"answer", "wrong answer", "other sentence", "half cited"} <= {p.kind for p in every}
    right = next(pair for pair in every if pair.kind == "answer" and "Brandt" in pair.statement)
    assert SENTENCES[1] in right.cited
    read = list(examples(every, 120))
    assert len(read) == len(every)
    assert all(len(example.window.ids) <= 120 + 90 + 3 for example in read)


def test_evidence_is_kept_back_by_its_letters_alone() -> None:
    texts = [f"evidence number {number}" for number in range(400)]
    back = [text for text in texts if kept_back(text, 0.2)]
    assert 40 < len(back) < 120
    assert all(kept_back(text.upper().replace(" ", "  "), 0.2) for text in back)
