"""What scripted writers write, and how it is counted."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from assistant.answer import Answer, Citation, Statement
from assistant.writer import prompts
from evals.mutation.pool import pool_of
from evals.scripted.player import Player
from evals.scripted.server import Messages, Pause
from evals.scripted.sheet import Sheet, read_sheet
from evals.scripted.trials import complaints, own_words, settled_in, trials_of
from evals.scripted.writers import Library, Seeded, Sort, compose
from tests.evals.samples import answer, span

GIVEN = {
    1: "The harbour bridge opened on 19 March 1932 and has not been closed since.",
    2: "In 1943 the engineer Ada Brown said that the toll was 6 pence for each car.",
    3: "The lighthouse of Port Blake is 31 metres high and was built by Carl Dean.",
    4: "see also [3]",
}
SENTENCES = ("Whales sing under the northern ice for many hours every night of winter.",)
LIBRARY = Library(pool_of(GIVEN.values()), SENTENCES)


def messages(system: str, text: str) -> Messages:
    return [{"role": "system", "content": system}, {"role": "user", "content": text}]


def listed(*numbers: int) -> str:
    rows = "\n".join(f"[{number}] {GIVEN[number]}" for number in numbers)
    return f"<sentences>\n# Bridges\n{rows}\n</sentences>"


def said(player: Player, of: Messages) -> str:
    return "".join(step for step in player(of) if isinstance(step, str))


@pytest.mark.parametrize(
    ("given", "sheet"),
    [
        (
            messages(prompts.RULES, f"{listed(1, 3)}\n\nQuestion: Who?"),
            Sheet("write", {1: GIVEN[1], 3: GIVEN[3]}, "Who?"),
        ),
        (
            messages(prompts.REPAIR, f"{listed(2)}\n\nSentence: It was 7.\nWrong with it: No."),
            Sheet("repair", {2: GIVEN[2]}, "It was 7."),
        ),
        (
            messages(
                prompts.REWRITE.format(language="English"),
                "Conversation so far:\nReader: Question: a?\nAnswer: b\n\nLast question: And when?",
            ),
            Sheet("rewrite", {}, "And when?"),
        ),
        (messages("Be brief.", "Question: Who?"), Sheet("other", {}, "Who?")),
    ],
)
def test_prompt_is_read(given: Messages, sheet: Sheet) -> None:
    assert read_sheet(given) == sheet


def test_same_seed_writes_the_same() -> None:
    one, other = (compose(GIVEN, [], LIBRARY, Random(7)) for _ in range(2))
    assert one == other


def test_writers_mix_faithful_and_unfaithful_statements() -> None:
    made = [one for seed in range(300) for one in compose(GIVEN, [], LIBRARY, Random(seed))]
    sorts = Counter(one.sort for one in made)
    assert set(sorts) == {"faithful", "mutant", "citation", "invented"}
    assert 0.4 < sorts["faithful"] / len(made) < 0.7
    labels = {one.label for one in made if one.sort == "mutant"}
    assert {"number", "date", "name", "speaker", "negation-dropped"} <= labels
    for one in made:
        assert one.source in (*GIVEN.values(), *SENTENCES)
        assert one.source != GIVEN[4]  # no whole sentence
        if one.sort == "mutant":
            assert one.text != one.source
        if one.label == "verbatim":
            assert GIVEN[one.cites[0]] == one.text


def test_some_statements_cite_a_second_sentence_and_some_words_come_slowly() -> None:
    made = [one for seed in range(99) for one in compose(GIVEN, [], LIBRARY, Random(seed))]
    two = [one for one in made if len(one.cites) == 2]
    assert {one.sort for one in two} == {"faithful", "mutant"}
    assert all(set(one.cites) <= set(GIVEN) for one in two)
    steps = [
        step
        for seed in range(30)
        for step in Player(LIBRARY, Random(seed))(
            messages(prompts.RULES, f"{listed(1, 2, 3)}\n\nQuestion: Who?")
        )
    ]
    paused = [before for before, step in pairwise(steps) if isinstance(step, Pause)]
    assert paused
    assert all(str(before).endswith("]") for before in paused)


def test_gold_comes_first() -> None:
    made = [compose(GIVEN, ["31 metres high"], LIBRARY, Random(seed))[0] for seed in range(20)]
    assert {one.source for one in made if one.sort != "invented"} == {GIVEN[3]}


def test_player_mends_what_it_wrote_and_remembers_it() -> None:
    mended = Counter[str]()
    for seed in range(60):
        player = Player(LIBRARY, Random(seed))
        player.turn([])
        said(player, messages(prompts.RULES, f"{listed(1, 2, 3)}\n\nQuestion: Who?"))
        wrong = next((one for one in player.seeded if one.sort == "mutant"), None)
        if wrong:
            before = len(player.seeded)
            asked = f"{listed(1, 2, 3)}\n\nSentence: {wrong.text}\nWrong with it: no"
            told = said(player, messages(prompts.REPAIR, asked))
            new = player.seeded[before:]
            mended[new[0].label if new and new[0].faithful else "wrong"] += 1
            assert told.startswith(new[0].text if new else wrong.text)
    assert mended["mended"] > 3
    assert mended["wrong"] > 3


def seeded(text: str, sort: Sort, source: str, *cites: int) -> Seeded:
    return Seeded(text, cites, sort, sort, source)


def shown(*statements: Statement, quotes: tuple[str, ...] = ("The toll was 6 pence.",)) -> Answer:
    citations = tuple(
        Citation(n, "evidence", span(0, len(q)), q, "A", None, "sha256:0")
        for n, q in enumerate(quotes, start=1)
    )
    return replace(answer(), mode="written", statements=statements, citations=citations)


SOURCE = "The toll was 6 pence."


@pytest.mark.parametrize(
    ("one", "of", "right"),
    [
        (seeded(SOURCE, "faithful", SOURCE, 1), shown(Statement(SOURCE, (1,))), True),
        (seeded(SOURCE, "faithful", SOURCE, 1), shown(Statement(SOURCE, (1,), False, "no")), False),
        (seeded(SOURCE, "faithful", SOURCE, 1), shown(), False),
        (seeded("It cost 7.", "mutant", SOURCE, 1), shown(Statement("It cost 7.", (1,))), False),
        (seeded("It cost 7.", "mutant", SOURCE, 1), shown(Statement(SOURCE, (1,))), True),
        (
            seeded("It cost 7.", "mutant", SOURCE, 1),
            shown(Statement("It cost 7.", (1,), False, "Its numbers differ.")),
            True,
        ),
        # Part of it, as where a sentence was split: false only where the part is.
        (
            seeded("It was so. It cost 7 pence.", "mutant", "It was so. It cost 6 pence.", 1),
            shown(Statement("It cost 7 pence.", (1,))),
            False,
        ),
        (
            seeded("It was so. It cost 7 pence.", "mutant", "It was so. It cost 6 pence.", 1),
            shown(Statement("It was so.", (1,))),
            True,
        ),
        # What cited wrongly may stand by its source, and by nothing else.
        (seeded(SOURCE, "citation", SOURCE), shown(Statement(SOURCE, (1,))), True),
        (
            seeded(SOURCE, "citation", SOURCE, 9),
            shown(Statement(SOURCE, (1,)), quotes=("Cid sold both.",)),
            False,
        ),
    ],
)
def test_statement_is_counted_by_whether_it_is_shown_as_supported(
    one: Seeded, of: Answer, right: bool
) -> None:
    (trial,) = trials_of(of, [one])
    assert (trial.right, trial.true) == (right, one.faithful)


def test_extractive_answer_shows_nothing_that_was_written() -> None:
    given = replace(shown(Statement(SOURCE, (1,))), mode="extractive")
    (trial,) = trials_of(given, [seeded("It cost 7.", "mutant", SOURCE, 1)])
    assert trial.right


def test_withdrawn_statements_are_taken_back() -> None:
    one, other = Statement("a", (1,)), Statement("b", (1,))
    chunks = [
        {"statements": (one,)},
        {"draft": "x"},
        {"withdrawn": "cut"},
        {"statements": (other,)},
    ]
    assert settled_in(chunks)[0] == (other,)


def test_answer_that_is_not_what_came_is_complained_of() -> None:
    given = shown(Statement(SOURCE, (1,)), Statement("It rained.", ()))
    found = list(complaints(given, [{"statements": given.statements[:1]}], {}))
    assert found == [
        "a quote is not exact",
        "a statement cites nothing",
        "what came is not what the answer holds",
        "a citation of the answer did not come",
    ]


def test_own_words_are_those_of_the_citations() -> None:
    quoted = replace(shown(Statement(SOURCE, (1,))), mode="extractive")
    assert own_words(quoted)
    assert not own_words(replace(quoted, statements=(Statement("It cost 7.", (1,)),)))
    assert not own_words(replace(quoted, mode="written"))
