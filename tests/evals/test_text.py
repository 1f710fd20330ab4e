from dataclasses import replace

from evals.baseline import Delta
from evals.report.results import Report
from evals.report.text import change, to_text
from tests.evals.compared import AFTER, BEFORE, GATES, brought, comparison, reworded
from tests.evals.samples import span


def lines(text: str) -> list[str]:
    return text.splitlines()


def block(text: str, title: str) -> list[str]:
    """The lines under a title, up to the empty line."""
    (found,) = [part for part in text.split("\n\n") if part.startswith(title)]
    return lines(found)[1:]


def test_table_shows_each_metric_with_interval_and_count() -> None:
    first, *rest = lines(to_text(Report("s", (brought("a", "hit"), brought("b", "refusal")))))
    assert first == "s: 2 cases"
    (row,) = [line for line in rest if line.startswith("answer_hit ")]
    assert row.split() == ["answer_hit", "0.500", "0.000", "to", "1.000", "2"]


def test_verdict_comes_last() -> None:
    assert lines(to_text(AFTER, GATES, comparison()))[-1] == (
        "FAILS: 1 gate fails, 1 case newly fails"
    )
    assert lines(to_text(BEFORE, GATES[:1]))[-1] == "passes: all gates hold"


def test_wrong_cases_are_listed_with_the_reason() -> None:
    told = lines(to_text(AFTER))
    assert (
        "false refusal: known: Who is known?: "
        "refused, but the document says “Ada wrote the notes.”" in told
    )
    assert "failed: crashed: Who is crashed?: crashed: RuntimeError: no more memory" in told
    assert "faulty: faulty: Who is faulty?: statement 1 says “7”: its source says 5" in told


def test_what_is_new_since_the_baseline_is_told_by_case() -> None:
    text = to_text(AFTER, GATES, comparison())
    assert block(text, "newly failing (1):") == [
        "  lost: Who is lost?: refused, but the document says “Ada wrote the notes.”"
    ]
    assert block(text, "newly passing (1):") == ["  won: Who is won?"]
    assert block(text, "added cases (2):")[0] == "  crashed: Who is crashed?"
    assert block(text, "removed cases (1):") == ["  gone: Who is gone?"]
    assert block(text, "changed answers (3):")[-3:] == [
        "  reworded: Who is reworded?",
        "    - Ada wrote the notes.",
        "    + It was Ada.",
    ]


def test_metrics_show_what_changed_since_the_baseline() -> None:
    after, before = (Report("s", tuple(brought(str(n), came) for n in range(20)))
                     for came in ("refusal", "hit"))  # fmt: skip
    text = to_text(after, (), comparison(after, before))
    (row,) = [line for line in lines(text) if line.startswith("answer_hit ")]
    assert row.split()[5:] == ["20", "-1.000", "-1.000", "to", "-1.000", "worse"]
    assert "worse: answer_hit: 1.000, now 0.000: -1.000 (-1.000 to -1.000) worse" in lines(text)
    (timing,) = [line for line in lines(text) if line.startswith("seconds_p50 ")]
    assert timing.endswith("20")


def test_change_too_small_to_show_is_shown_as_none() -> None:
    assert change(Delta("aurc", 0.5, 0.5, 0.0, 0.0)) == "0"
    assert change(Delta("aurc", 0.5, 0.4999, -0.0002, 0.0001)) == "0"
    assert change(Delta("aurc", 0.5, 0.4999, -0.2, 0.1)) == "+0.000 (-0.200 to +0.100)"
    assert change(None) == ""


def test_change_that_breaks_the_baseline_is_shown_however_small() -> None:
    assert change(Delta("aurc", 0.5, 0.5001, 0.0001, 0.0002)).endswith("worse")


def test_metric_of_the_baseline_that_was_not_measured_is_named() -> None:
    found = replace(comparison(), not_measured=("hit@5", "mrr@10"))
    assert "in the baseline, not measured by this run: hit@5, mrr@10" in to_text(AFTER, (), found)


def test_run_that_equals_its_baseline_says_only_that() -> None:
    text = to_text(BEFORE, GATES[:1], comparison(BEFORE))
    assert "newly" not in text
    assert "changed" not in text
    assert lines(text)[-1] == "passes: all gates hold, nothing got worse"


def test_kinds_languages_and_documents_are_shown_where_they_tell_something() -> None:
    one = brought("a", "hit", lang="en", document="a.txt")
    alone = to_text(Report("s", (one,)))
    assert "kind  " in alone
    assert "language" not in alone
    assert "document  " not in alone
    other = brought("b", "refusal", lang="de", document="b.txt")
    text = to_text(Report("s", (one, other)))
    assert [line.split()[:3] for line in block(text, "language")] == [
        ["en", "1", "0"],
        ["de", "1", "1"],
    ]
    assert [line.split()[:3] for line in block(text, "document")] == [
        ["b.txt", "1", "1"],
        ["a.txt", "1", "0"],
    ]


def test_only_the_worst_documents_are_shown() -> None:
    cases = [brought(f"{n}", "hit", document=f"{n:02}.txt") for n in range(13)]
    cases.append(brought("bad", "refusal", document="12.txt"))
    shown = block(to_text(Report("s", tuple(cases))), "document")
    assert [line.split()[0] for line in shown] == [
        "12.txt", *(f"{n:02}.txt" for n in range(9)), "and",
    ]  # fmt: skip
    assert shown[-1] == "and 3 more; --json lists all"


def test_case_about_two_documents_counts_for_both() -> None:
    both = brought("a", "hit")
    spans = (span(0, 20), span(0, 5, "b.txt"))
    gold = tuple(replace(both.case.evidence[0], span=one) for one in spans)
    text = to_text(Report("s", (replace(both, case=replace(both.case, evidence=gold)),)))
    assert [line.split()[:2] for line in block(text, "document")] == [
        ["a.txt", "1"],
        ["b.txt", "1"],
    ]


def test_long_lists_are_cut_and_say_so() -> None:
    after, before = (Report("s", tuple(brought(str(n), came) for n in range(23)))
                     for came in ("refusal", "hit"))  # fmt: skip
    text = to_text(after, (), comparison(after, before))
    assert text.count("false refusal: ") == 20
    assert block(text, "newly failing (23):")[-1] == "and 3 more; --json lists all"


def test_long_answer_is_cut() -> None:
    after = Report("s", (reworded(brought("a", "hit"), "many words " * 90),))
    before = Report("s", (brought("a", "hit"),))
    *_, now = block(to_text(after, (), comparison(after, before)), "changed answers (1):")
    assert now.endswith("…")
    assert len(now) < 350
