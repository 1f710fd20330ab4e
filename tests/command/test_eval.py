"""`footnote eval` as evaluators use it, and the walk from a changed document to what broke."""

import json
from pathlib import Path

import pytest

from tests.command.running import Run
from tests.conftest import ARTICLE

CASES = """\
document: article.txt
gates:
  quote_exact: {min: 1}
  fidelity: {min: 1}
  false_answer_rate: {max: 0, kind: off-topic}
cases:
  - id: cards
    kind: fact
    question: In which countries are MIR payment cards accepted?
    evidence: [{quote: MIR payment cards}]
  - id: alba
    kind: fact
    question: How many countries belong to ALBA?
    answers: ["11"]
    must_not_say: [Norway]
    evidence: [{quote: "ALBA, which includes 11 member states"}]
  - id: norway
    kind: off-topic
    question: What is the capital of Norway?
    answerable: false
"""


@pytest.fixture
def article(tmp_path: Path) -> Path:
    """A copy of the article, in a suite `mine` that asks three questions of it."""
    docs = tmp_path / "mine" / "docs"
    docs.mkdir(parents=True)
    (tmp_path / "mine" / "cases.yaml").write_text(CASES, "utf-8")
    copy = docs / "article.txt"
    copy.write_bytes(ARTICLE.read_bytes())
    return copy


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_from_a_changed_document_to_what_it_broke(article: Path, footnote: Run) -> None:
    baseline = ("--baseline", "baseline.json")
    footnote("eval", "mine", *baseline, "--update-baseline").succeeded()
    same = footnote("eval", "mine", *baseline).succeeded()
    assert same.endswith("\npasses: all gates hold, nothing got worse\n")

    # Words elsewhere: the evidence moves, and is found again.
    article.write_text(
        "A new first paragraph about ports.\n\n" + article.read_text("utf-8"), "utf-8"
    )
    moved = footnote("eval", "mine", *baseline).succeeded()
    assert "newly" not in moved

    # Words that answer what no document answered.
    article.write_text(article.read_text("utf-8") + "\n\nThe capital of Norway is Oslo.\n", "utf-8")
    broken = footnote("eval", "mine", *baseline, "--markdown", "comment.md")
    assert (broken.code, broken.err) == (1, "")
    assert "newly failing (1):\n  norway: What is the capital of Norway?: answered, though" in (
        broken.out
    )
    assert "The capital of Norway is Oslo." in broken.out
    assert "gate FAILS: false_answer_rate (off-topic) <= 0: 1.000" in broken.out
    assert broken.out.splitlines()[-1].startswith("FAILS: 1 gate fails, 1 case newly fails")
    comment = Path("comment.md").read_text("utf-8")
    assert comment.startswith("❌ **mine** fails: 1 gate fails, 1 case newly fails")

    # Words of the evidence itself.
    change(article, "which includes 11 member states", "which includes 12 member states")
    footnote("eval", "mine", *baseline).complained(
        "cases.yaml:16 (alba)", "does not say 'ALBA, which includes 11", "12 member states"
    )


def test_another_setting_that_breaks_a_case_is_told(article: Path, footnote: Run) -> None:
    kept = ("eval", "mine", "--baseline", "b.json", "--update-baseline")
    # The documents of other verbs do not disturb: a suite has its own.
    footnote(*kept, FOOTNOTE_DOCUMENTS="nowhere").succeeded()
    strict = footnote("eval", "mine", "--baseline", "b.json", "--refuse-below", "0.99")
    assert strict.code == 1
    assert "newly failing (2):" in strict.out
    assert "alba: How many countries belong to ALBA?: refused, but the document says" in strict.out


def test_two_runs_write_the_same_report_but_for_the_seconds_and_the_same_baseline(
    article: Path, footnote: Run
) -> None:
    def once(name: str) -> tuple[object, bytes]:
        files = ("--json", f"{name}.json", "--baseline", f"{name}-baseline.json")
        footnote("eval", "mine", *files, "--update-baseline").succeeded()
        report = Path(f"{name}.json").read_text("utf-8")
        told = json.loads(report, object_hook=without_seconds)
        return told, Path(f"{name}-baseline.json").read_bytes()

    assert once("one") == once("two")


def without_seconds(found: dict[str, object]) -> dict[str, object]:
    """An object of the report less what differs from run to run by nature."""
    return {name: value for name, value in found.items() if not name.startswith("seconds")}


def test_check_tells_everything_that_is_wrong_and_runs_nothing(
    article: Path, footnote: Run
) -> None:
    fine = footnote("eval", "mine", "--check").succeeded()
    assert fine.endswith(
        "cases.yaml: nothing is wrong with it (cases: 3, answerable: 2, gates: 3)\n"
    )
    change(article, "MIR payment cards", "payment cards")
    change(article.parents[1] / "cases.yaml", "must_not_say", "must_not_tell")
    wrong = footnote("eval", "mine", "--check")
    assert (wrong.code, wrong.err) == (2, "")
    first, second = wrong.out.splitlines()
    assert "(cards)" in first
    assert "(alba)" in second
    assert "do you mean 'must_not_say'?" in second
    assert not Path(".footnote").exists()


def test_reanchor_corrects_offsets_that_moved(article: Path, footnote: Run) -> None:
    suite = article.parents[1]
    (suite / "cases.yaml").unlink()
    text = article.read_text("utf-8")
    start = text.index("MIR payment cards")
    evidence = {"doc_id": "article", "start": start, "end": start + 17, "text": "MIR payment cards"}
    case = {"id": "cards", "question": "What?", "answerable": True, "evidence": [evidence]}
    (suite / "questions.jsonl").write_text(json.dumps(case) + "\n", "utf-8")
    article.write_text(f"New. {text}", "utf-8")
    assert footnote("eval", "mine", "--check").code == 2
    told = footnote("eval", "mine", "--check", "--reanchor").succeeded().splitlines()
    assert f"{start}–{start + 17} is now {start + 5}–{start + 22}" in told[0]
    assert "nothing is wrong with it (cases: 1," in told[1]
    footnote("eval", "mine", "--check").succeeded()


def test_draft_from_a_folder_is_a_suite_that_can_be_checked(article: Path, footnote: Run) -> None:
    told = footnote("eval", "drafted", "--make", article.parent).succeeded()
    assert str(Path("drafted") / "cases.yaml") in told
    footnote("eval", "drafted", "--check").succeeded()


@pytest.mark.parametrize(
    ("arguments", "thing", "reason", "step"),
    [
        ((), "no suite is named", "", "give its folder, or draft one with --make FOLDER"),
        (("mine", "--documents", "x"), "--documents", "names the documents", "leave the flag out"),
        (("mine", "--reanchor"), "--reanchor", "corrects what --check finds", "give both"),
        (("mine", "--check", "--json", "r"), "--check", "runs nothing", "leave out --json"),
        (("mine", "--check", "--passages", "3"), "--check", "nothing", "leave out --passages"),
        (("--make", "x", "--baseline", "b"), "--make", "runs nothing", "leave out --baseline"),
        (
            ("mine", "--update-baseline"),
            "--update-baseline",
            "needs to know the file",
            "add --baseline FILE",
        ),
        (
            ("mine", "--url", "http://127.0.0.1:9", "--retrieval-only"),
            "--url",
            "has its own settings and index",
            "leave out --retrieval-only",
        ),
        (
            ("mine", "--url", "http://127.0.0.1:9", "--refuse-below", "0.5"),
            "--url",
            "has its own settings",
            "leave out --refuse-below",
        ),
        (("mine", "--judge", "x:y"), "--judge", "judges what a language", "name one with --model"),
        (("mine", "--judge-url", "http://x"), "--judge-url", "which model", "name it with --judge"),
        (
            ("mine", "--retrieval-only", "--model", "openai:x", "--judge", "openai:y"),
            "--retrieval-only",
            "nothing is written",
            "leave out --judge",
        ),
        (
            ("mine", "--url", "http://127.0.0.1:9", "--model", "openai:x"),
            "--url",
            "has its own settings",
            "leave out --model",
        ),
        (
            ("mine", "--model", "m", "--model-url", "http://127.0.0.1:9", "--judge", "oddly:x"),
            "--judge oddly:x",
            "LangChain knows no provider",
            "name one like",
        ),
        (("mine", "--json", "none/r"), "--json none/r", "does not exist", "name another file"),
        (("mine", "--baseline", "b"), "b: ", "no such baseline", "--update-baseline"),
        (("nowhere",), "nowhere: ", "no such suite", "name a folder"),
    ],
)
def test_call_that_cannot_be_meant_is_refused_with_the_reason(
    article: Path, footnote: Run, arguments: tuple[str, ...], thing: str, reason: str, step: str
) -> None:
    footnote("eval", *arguments).complained(thing, reason, step)
    assert not Path(".footnote").exists()


def test_server_that_is_not_there_is_named(article: Path, footnote: Run) -> None:
    footnote("eval", "mine", "--url", "http://127.0.0.1:9").complained(
        "http://127.0.0.1:9", "cannot be reached", "footnote serve"
    )
