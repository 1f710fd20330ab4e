"""Questions become labelled searches, and fitted coefficients rank what answers first."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.reader.candidate import Width
from assistant.reader.cross_features import CrossFeatures
from assistant.reader.fitting.labelled import Labelled
from assistant.reader.fitting.regressions import TRAINING, confidences, fit, rows
from assistant.reader.fitting.suites import of_suite
from assistant.reader.fitting.widths import WIDTHS, shown, table
from assistant.reader.light_features import LightFeatures
from assistant.reader.selection import rank
from index.retrieval import Index

LOOKS = LightFeatures()
TEXTS = {
    "bridge": "The bridge was opened in 1890. It is painted red. A ferry ran here before.",
    "mill": "The mill was sold in 1911. Its wheel turned until the war. Flour went to Lima.",
    "tower": "The tower is ninety metres tall. Bells ring at noon. Rosa Keller designed it.",
}
ASKED = {
    "When was the bridge opened?": ("bridge", "The bridge was opened in 1890."),
    "What colour is the bridge?": ("bridge", "It is painted red."),
    "When was the mill sold?": ("mill", "The mill was sold in 1911."),
    "How tall is the tower?": ("tower", "The tower is ninety metres tall."),
    "Who won the cup?": ("", ""),
    "What does the painter eat for breakfast?": ("", ""),
}


@pytest.fixture
def found(open_index: Callable[[dict[str, str]], Index], tmp_path: Path) -> list[Labelled]:
    """The questions above, as a suite's."""
    cases = []
    for question, (document, quote) in ASKED.items():
        start = TEXTS[document].index(quote) if quote else 0
        gold = [{"doc_id": document, "start": start, "end": start + len(quote), "text": quote}]
        cases.append(
            {"question": question, "history": [], "doc_id": document, "scope": "corpus",
             "answerable": bool(quote), "evidence": gold if quote else []}
        )  # fmt: skip
    lines = "\n".join(json.dumps(case) for case in cases)
    (tmp_path / "questions.jsonl").write_text(lines, encoding="utf-8")
    index = open_index({f"{name}.txt": text for name, text in TEXTS.items()})
    return list(of_suite(tmp_path, index, LOOKS))


def test_a_sentence_is_labelled_right_where_it_overlaps_the_evidence(found: list[Labelled]) -> None:
    right = [
        [c.sentence.text for c, label in zip(row.candidates, row.labels, strict=True) if label]
        for row in found
    ]
    assert right == [[quote] if quote else [] for _, quote in ASKED.values()]
    assert [row.answerable for row in found] == [bool(quote) for _, quote in ASKED.values()]


def test_fitted_coefficients_rank_what_answers_first(found: list[Labelled]) -> None:
    fitted = fit({TRAINING: found, "suite": found}, LOOKS)
    assert tuple(fitted.sentence.weights) == LOOKS.sentence
    assert tuple(fitted.answer.weights) == tuple(LOOKS.answer)
    for row in (row for row in found if row.answerable):
        best = rank(row.candidates, LOOKS.sentence, fitted.sentence)[0][1]
        assert row.labels[row.candidates.index(best)]


def test_fitted_confidence_is_higher_where_the_documents_answer(found: list[Labelled]) -> None:
    fitted = fit({"suite": found}, LOOKS)
    seen = rows(found, LOOKS, fitted.sentence)
    confidence = confidences(fitted.answer, seen.values)
    assert confidence[seen.answerable].min() > confidence[~seen.answerable].max()


def test_every_set_weighs_the_same_however_many_questions_it_has(found: list[Labelled]) -> None:
    once = fit({"a": found[:3], "b": found[3:]}, LOOKS)
    often = fit({"a": found[:3] * 5, "b": found[3:]}, LOOKS)
    assert often.sentence.weights == pytest.approx(once.sentence.weights, abs=0.5)


def test_a_question_with_its_answer_hidden_teaches_and_does_not_count(
    found: list[Labelled], open_index: Callable[[dict[str, str]], Index], tmp_path: Path
) -> None:
    index = open_index({f"{name}.txt": text for name, text in TEXTS.items()})
    both = list(of_suite(tmp_path, index, LOOKS, hide=True))
    hidden = [row for row in both if row.hidden]
    assert len(hidden) == sum(row.answerable for row in found)
    assert not any(row.answerable or any(row.labels) for row in hidden)
    fitted = fit({"suite": both}, LOOKS)
    asked = rows(both, LOOKS, fitted.sentence).as_asked()
    assert len(asked.right) == len(found)
    confidence = confidences(fitted.answer, asked.values)
    assert confidence.mean() == pytest.approx(asked.right.mean(), abs=0.1)


def test_widths_are_compared_by_what_they_show(found: list[Labelled]) -> None:
    sentence = fit({TRAINING: found, "suite": found}, LOOKS).sentence
    one = shown(found, LOOKS, sentence, Width(0.0, 0.0, 1))
    every = shown(found, LOOKS, sentence, Width(99.0, 99.0, 99))
    assert one == (1.0, 1.0, 1.0)
    assert every[0] < 0.5
    assert every[1:] == (1.0, 1.0)


def test_every_width_has_a_line_with_the_mean_of_the_suites_first(found: list[Labelled]) -> None:
    suites = {"a": found, "b": found}
    [head, _, *lines] = table(suites, LOOKS)
    assert head == "| near, beside, most | mean | a | b |"
    assert len(lines) == len(WIDTHS)
    for line in lines:
        [mean, first, second] = line.strip("|").split("|")[1:]
        assert mean == first == second


def test_each_reader_shows_as_much_as_one_of_the_widths_compared() -> None:
    assert {LightFeatures.width, CrossFeatures.width} <= set(WIDTHS)
