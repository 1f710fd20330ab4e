"""A statement stands only with words that bear it out."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.support.model import SupportModel, weights_file
from assistant.support.support import score, scores
from assistant.support.verdict import LEAST_SUPPORT, UNSUPPORTED, judge
from assistant.support.windows import LONGEST_CITED, windows
from index.errors import ModelUnusable

BRIDGE = "The iron bridge over the Moselle was opened in 1890 by Mayor Anna Keller."
PAINT = "It was painted red after the war, because green paint could not be had."
BAKERY = "The bakery at the market sells bread until noon."


def test_the_cited_words_themselves_are_supported_whatever_their_white_space() -> None:
    assert judge(BRIDGE, [BAKERY, BRIDGE.replace(" over", "\n  over")]).score == 1.0
    assert judge(f"{BRIDGE} {PAINT}", [BRIDGE, PAINT]).supported


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Mayor Anna Keller opened the iron bridge in 1890.", [BRIDGE]),
        ("The bridge over the Moselle is made of iron.", [BRIDGE]),
        ("After the war it was painted red.", [PAINT]),
        ("The bridge was opened in 1890 and, after the war, painted red.", [BRIDGE, PAINT]),
    ],
)
def test_what_the_cited_words_say_in_other_words_is_supported(
    statement: str, cited: Sequence[str]
) -> None:
    verdict = judge(statement, cited)
    assert verdict.supported, verdict
    assert verdict.reason is None
    assert verdict.score >= LEAST_SUPPORT


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("The iron bridge over the Moselle was opened in 1980 by Mayor Anna Keller.", "date"),
        ("The iron bridge over the Moselle was opened in 1890 by Mayor Rosa Brandt.", "name"),
        ("The iron bridge over the Moselle was not opened in 1890.", "negation"),
    ],
)
def test_a_changed_number_name_or_denial_is_a_fault(statement: str, kind: str) -> None:
    verdict = judge(statement, [BRIDGE])
    assert not verdict.supported
    assert kind in [fault.kind for fault in verdict.faults]
    assert verdict.reason == verdict.faults[0].reason


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("The bridge was painted red after the war.", BAKERY),
        ("The bakery sells bread.", PAINT),
        ("Green paint could not be had because the factory had burned down.", PAINT),
    ],
)
def test_what_other_words_would_have_to_say_is_not_supported(statement: str, cited: str) -> None:
    verdict = judge(statement, [cited])
    assert not verdict.supported
    assert verdict.reason


@pytest.mark.parametrize("cited", [[], [""], [" \n"]])
def test_a_statement_that_cites_nothing_is_not_supported(cited: Sequence[str]) -> None:
    verdict = judge(BRIDGE, cited)
    assert (verdict.supported, verdict.score) == (False, 0.0)
    assert verdict.reason == "It cites nothing."


def test_long_cited_words_are_read_to_their_end() -> None:
    filler = [f"{BAKERY} Number {number} of the street is empty." for number in range(40)]
    statement = "Mayor Anna Keller opened the iron bridge in 1890."
    assert score(statement, filler) < LEAST_SUPPORT
    for cited in ([*filler, BRIDGE], [BRIDGE, *filler], [" ".join([*filler, BRIDGE])]):
        assert score(statement, cited) >= LEAST_SUPPORT


def test_no_word_of_long_texts_is_left_out_of_the_windows() -> None:
    endless = " ".join(f"word{number}" for number in range(400))
    cited = [BRIDGE, endless, PAINT]
    every = {piece for window in windows(BRIDGE, cited)[0] for piece in window.ids}
    alone = {piece for part in windows(BRIDGE, [endless]) for one in part for piece in one.ids}
    assert alone <= every
    assert all(
        len(one.ids) <= LONGEST_CITED + one.question + 1
        for part in windows(endless, cited)
        for one in part
    )


def test_a_long_statement_is_supported_only_if_its_end_is() -> None:
    many = [f"House {number} of the street was built by the town in {1800 + number}."
            for number in range(12)]  # fmt: skip
    faithful = " ".join([*many[:-1], "It is said that the town built house 11 of the street."])
    invented = " ".join([*many[:-1], "The bakery at the market sells bread to the poor of Lima."])
    assert score(invented, many) < score(faithful, many)
    assert score(invented, many) < LEAST_SUPPORT


def test_a_batch_says_what_each_statement_alone_gets() -> None:
    pairs = [(BRIDGE, [PAINT]), ("It is red.", [BRIDGE, PAINT]), (PAINT, [PAINT]), ("", [BRIDGE])]
    alone = [score(statement, cited) for statement, cited in pairs]
    assert scores(pairs) == alone
    assert scores([]) == []


@pytest.mark.parametrize("broken", [b"", b"altered"])
def test_weights_that_are_not_those_of_the_digest_are_refused(
    tmp_path: Path, broken: bytes
) -> None:
    weights = tmp_path / "support.onnx"
    weights.write_bytes(broken or weights_file().read_bytes()[:-1])
    weights.with_suffix(".sha256").write_bytes(weights_file().with_suffix(".sha256").read_bytes())
    with pytest.raises(ModelUnusable, match="SHA-256 differs; install Footnote again"):
        SupportModel(weights)


CENTRE = (
    "The recent establishment of a multi-functional scientific nuclear center in El Alto, Bolivia, "
    "with assistance from Russia’s ROSATOM, underscores potential collaborations."
)


@pytest.mark.parametrize(
    "made_up",
    [
        "ROSATOM bribed officials in Bolivia.",
        "Bolivia wants a bomb.",
        "ROSATOM owns El Alto.",
        "Yes.",
        "That is correct.",
        "Here is the answer:",
        "He did.",
        "Assistance.",
    ],
)
def test_what_shares_nothing_but_names_with_the_cited_words_is_not_said_by_them(
    made_up: str,
) -> None:
    verdict = judge(made_up, [CENTRE])
    assert (verdict.supported, verdict.reason) == (False, UNSUPPORTED)


def test_other_words_for_a_part_of_what_is_cited_are_supported() -> None:
    assert judge("ROSATOM helped to set up a nuclear center in Bolivia.", [CENTRE]).supported
