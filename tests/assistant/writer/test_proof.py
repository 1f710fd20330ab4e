"""What a statement stands by: what it cites, or other sentences that were given."""

from collections.abc import Sequence

import pytest

from assistant.writer.material import Given
from assistant.writer.proof import prove
from index.document import Passage, Sentence, Span
from index.retrieval import Hit

SENTENCES = (
    "The harbour bridge of Port Blake opened in 1932.",
    "Each car paid a toll of 6 pence, and each horse with its rider paid 3 pence.",
    "Nations of the south sent their flags to the fair of the year after.",
    "“Southern countries” built a lighthouse, said the mayor of Melbourne.",
)


def given(texts: Sequence[str] = SENTENCES) -> list[Given]:
    """The sentences as one passage, numbered from 1."""
    rows, at = [], 0
    for text in texts:
        rows.append(Sentence(Span("a.txt", at, at + len(text)), text))
        at += len(text) + 1
    passage = Passage("a.txt:0", Span("a.txt", 0, at), " ".join(texts), "", 0, 1.0)
    hit = Hit(passage, "A", "sha256:0", (), 1.0, (), tuple(rows), (1.0,) * len(rows), 1, 1)
    return [Given(number, row, hit) for number, row in enumerate(rows, start=1)]


@pytest.mark.parametrize(
    ("claim", "cites", "stands_by"),
    [
        ("The harbour bridge of Port Blake opened in 1932.", [1], [1]),
        ("The harbour bridge of Port Blake opened in 1932.", [2], [1]),
        ("The harbour bridge of Port Blake opened in 1932.", [], [1]),
        ("The harbour bridge of Port Blake opened in 1932.", [1, 3], [1]),
        # Half of it is said by another sentence.
        (
            "The harbour bridge of Port Blake opened in 1932, and each car paid a toll of 6 pence.",
            [1],
            [1, 2],
        ),
    ],
)
def test_statement_stands_by_what_says_it(
    claim: str, cites: list[int], stands_by: list[int]
) -> None:
    row = given()
    proof = prove(claim, [row[number - 1] for number in cites], row)
    assert proof.verdict.supported
    assert sorted(one.number for one in proof.cites) == stands_by
    assert proof.recited == (not set(stands_by) <= set(cites))


@pytest.mark.parametrize(
    "claim",
    [
        "“Southern countries” of the south sent their flags to the fair of the year after.",
        "Nations of the south sent their flags to the fair of the year after, said the mayor of "
        "Melbourne.",
    ],
)
def test_word_that_stands_in_another_sentence_does_not_make_a_changed_statement_true(
    claim: str,
) -> None:
    row = given()
    assert not prove(claim, [row[2]], row).verdict.supported


SOUTH = f"{SENTENCES[2]} {SENTENCES[3]}"


@pytest.mark.parametrize(
    ("claim", "cites", "stands_by"),
    [
        (f"“{SENTENCES[0]} {SENTENCES[1]}”", [1, 2], [1, 2]),
        (f"“{SENTENCES[0]} {SENTENCES[1]}”", [1], [1, 2]),
        (f"“{SENTENCES[0]} {SENTENCES[1]}”", [], [1, 2]),
        (f"“{SENTENCES[0]} {SENTENCES[1]}”", [1, 2, 3], [1, 2]),
        (f'"{SENTENCES[0]} {SENTENCES[1].rstrip(".")}".', [2], [1, 2]),
        (f"{SENTENCES[0]}\n{SENTENCES[1]}", [4], [1, 2]),
        (f"“{SOUTH}”", [3, 4], [3, 4]),
        (SOUTH, [3, 4], [3, 4]),
        (f"“{SENTENCES[0]}", [1], [1]),  # halves of a quotation over two lines
        (f"{SENTENCES[1]}”", [1], [2]),
    ],
)
def test_sentences_quoted_in_one_pair_of_quotes_stand_by_each_of_them(
    claim: str, cites: list[int], stands_by: list[int]
) -> None:
    rows = given()
    proof = prove(claim, [rows[number - 1] for number in cites], rows)
    assert (proof.verdict.supported, proof.verdict.score) == (True, 1.0)
    assert [one.number for one in proof.cites] == stands_by
    assert proof.recited == (not set(stands_by) <= set(cites))


@pytest.mark.parametrize(
    "claim",
    [
        f"“{SENTENCES[0]} {SENTENCES[1].replace('6', '9')}”",
        f"“{SENTENCES[0]}” The bridge was closed to all traffic for seven years.",
        "“Southern countries” built a lighthouse.",
    ],
)
def test_quotation_with_one_word_more_or_changed_is_not_word_for_word(claim: str) -> None:
    rows = given()
    assert prove(claim, rows, rows).verdict.score < 1.0


def test_words_of_a_speaker_do_not_become_words_of_the_document() -> None:
    rows = given(["“The council of Port Blake is corrupt.”", "The mayor left."])
    proof = prove("“The council of Port Blake is corrupt.”", [rows[0]], rows)
    assert proof.verdict.score == 1.0
    assert prove("The council of Port Blake is corrupt.", [rows[0]], rows).verdict.score < 1.0
