"""The benchmark of support counts what is caught and lost, and knows what isn't supported."""

from pathlib import Path

from evals.support.scoring import Scored, scored
from evals.support.seeded import Seeded, seeded
from evals.support.tables import auroc, caught_table, claims_table, thresholds_table

TEXT = (
    "Mayor Keller opened the iron bridge in 1890. It was painted red after the war. "
    "The ferry stopped because nobody used it any more. The guild of boatmen was dissolved."
)


def suite(folder: Path) -> Path:
    (folder / "docs").mkdir()
    (folder / "docs" / "bridge.txt").write_text(TEXT, encoding="utf-8")
    quote = "The ferry stopped because nobody used it any more."
    start = TEXT.index(quote)
    (folder / "questions.jsonl").write_text(
        '{"id": "q", "question": "Why did the ferry stop?", "answerable": true, "answers": [], '
        f'"evidence": [{{"doc_id": "bridge", "start": {start}, "end": {start + len(quote)}, '
        f'"text": "{quote}"}}], "doc_id": "bridge", "scope": "corpus", "kind": "fact", '
        '"lang": "en", "answer_type": "span", "evidence_mode": "all", "history": []}\n',
        encoding="utf-8",
    )
    return folder


def test_a_suite_gives_statements_whose_truth_is_known(tmp_path: Path) -> None:
    made = list(seeded(suite(tmp_path), None))
    kinds = {one.kind: one for one in made}
    assert kinds["verbatim"].supported
    assert kinds["two sentences as one"].supported
    assert len(kinds["two sentences as one"].cited) == 2
    for kind in ("nearest other sentence cited", "some other sentence cited"):
        assert not kinds[kind].supported
        assert "ferry" in kinds[kind].says
        assert "ferry" not in kinds[kind].cited[0]
    assert not kinds["more than is cited"].supported
    assert "guild" in kinds["more than is cited"].says
    assert kinds["more than is cited"].cited == kinds["verbatim"].cited


def test_what_fails_the_checks_is_below_all_that_passes_them() -> None:
    failing, passing = Scored(False, 0.99, 0.99).by_way, Scored(True, 0.01, 0.02).by_way
    for way in ("checks", "checks + similarity", "checks + model"):
        assert failing[way] < passing[way]
    assert failing["model"] > passing["model"]


def test_the_area_counts_ties_half() -> None:
    assert auroc([True, False], [0.9, 0.1]) == 1.0
    assert auroc([True, False, True], [0.5, 0.5, 0.5]) == 0.5
    rows = [(True, Scored(True, 0.2, 0.9)), (False, Scored(True, 0.3, 0.1))]
    table = claims_table({"mine": rows}, {"mine"})
    assert "| mine | 1 / 1 | 0.000 | 0.500 | 0.000 | 1.000 | 1.000 |" in table


def test_caught_and_lost_are_counted_apart() -> None:
    right = Seeded("s", "synonym", "It is red.", ("It's red.",), True)
    wrong = Seeded("s", "changed: name", "It is Rosa.", ("It is red.",), False)
    judged = [(right, Scored(True, 0.1, 0.95)), (wrong, Scored(True, 0.9, 0.01))]
    table = caught_table(judged)
    assert "| changed: name | 1 | 0.0% | 0.0% | 100.0% |" in table
    assert "| **names and speakers exchanged** | 1 | 0.0% | 0.0% | 100.0% |" in table
    assert "| synonym | 1 | 0.0% | 100.0% | 0.0% |" in table
    assert "| 0.50 | 100.0% | 0.0% | 0.0% | 100.0% |" in thresholds_table(judged)


def test_the_words_themselves_score_highest_and_what_fails_is_read_no_further() -> None:
    [own, other] = scored([(TEXT, [TEXT]), ("Rosa opened it in 1950.", [TEXT])], failing=False)
    assert own == Scored(True, 1.0, 1.0)
    assert other == Scored(False, 0, 0)
