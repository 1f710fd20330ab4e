"""The live check, run against scripted models: it passes a good one, and tells what is broken."""

import re
import shlex
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Statement
from assistant.settings import Settings
from assistant.written import Written
from evals.live import SUITE, main
from evals.metrics.support import Judgement
from evals.promises import SLACK, Promise, Watched, promises
from evals.report.results import CaseResult, Report
from evals.scripted.server import Messages, Script, Scripted
from evals.suite import load_suite
from tests.conftest import ROOT
from tests.evals.samples import TEXT, answer, case, citation, refusal, sample_suite
from tests.models import scripts

Check = Callable[..., tuple[int, str, str]]
LIMIT = 10.0


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A suite, and room for its index."""
    folder = tmp_path_factory.mktemp("live")
    sample_suite(folder)
    return folder


@pytest.fixture
def check(place: Path, scripted_model: Scripted, capsys: pytest.CaptureFixture[str]) -> Check:
    def run(*arguments: str, script: Script = scripts.well_behaved) -> tuple[int, str, str]:
        scripted_model.script = script
        server = ["--model", "scripted", "--model-url", scripted_model.url]
        code = main(["--suite", str(place), "--data", str(place / "data"), *server, *arguments])
        return code, *capsys.readouterr()

    return run


def test_good_model_keeps_all_promises(check: Check) -> None:
    code, told, _ = check()
    assert code == 0
    assert told.startswith("scripted (this machine); 3 questions of ")
    assert told.endswith("all promises kept\n")
    assert "BROKEN" not in told
    found = dict(re.findall(r"^(\w[\w :,]+?)  +([\d.]+)$", told, re.MULTILINE))
    assert int(found["answers written"]) >= 2
    assert int(found["statements written"]) >= 2
    for name in ("statement_support", "alce_citation_recall", "alce_citation_precision"):
        assert f"{name}: 1.000" in told
    assert re.search(r"to the first checked statement: median \d+\.\d\d", told)
    assert re.search(r"^citation_precision +[\d.]+ +[\d.]+", told, re.MULTILINE)


def invents(messages: Messages) -> Any:
    return scripts.pieces("The king of Norway bought 77 castles [1].")


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (scripts.refuses(401), "unauthorised"),
        (scripts.cut, "cut"),
        (scripts.empty, "empty"),
        (scripts.repeats_prompt, "echo"),
        (invents, "nothing stands"),
    ],
)
def test_model_that_is_no_use_fails_the_check_and_nothing_else_breaks(
    check: Check, script: Script, said: str
) -> None:
    code, told, _ = check(script=script)
    broken = re.findall(r"^BROKEN (.*)\n +(.*)$", told, re.MULTILINE)
    assert (code, len(broken)) == (1, 1)
    assert broken[0][0] == "at least one answer is the model's"
    assert said in broken[0][1]


def test_fewer_questions_are_asked_on_demand(check: Check) -> None:
    assert "; 1 questions of " in check("--limit", "1")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--model-url", "nowhere"], "not an address"),
        (["--model-seconds", "0"], "greater than 0"),
        (["--suite", "no-such-folder"], "no-such-folder"),
    ],
)
def test_check_that_cannot_begin_says_why_in_one_line(
    check: Check, arguments: list[str], words: str
) -> None:
    code, told, error = check(*arguments)
    assert (code, told) == (2, "")
    assert len(error.splitlines()) == 1
    assert words in error


def test_model_has_to_be_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "--model" in capsys.readouterr().err


def test_lines_of_the_description_are_understood(
    check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last `--model-url` wins, so each line is run against the scripted model."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "evals/live.md").read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert len(lines) == 4
    for line in lines:
        python, flag, module, *arguments = shlex.split(line)
        assert (python, flag, module) == ("python", "-m", "evals.live")
        named = Settings(**dict(zip([a[2:].replace("-", "_") for a in arguments[::2]],
                                    arguments[1::2], strict=True)))  # fmt: skip
        assert named.model is not None
    assert check(*arguments[:2], "--limit", "1")[0] == 0
    assert len(load_suite(SUITE).cases) == pytest.approx(200, abs=10)


# What breaks a promise, planted


CITED = citation(0, 20)
ACCOUNT = Written("1", 3, 0, statements=1)
GOOD = replace(
    answer(CITED, said=TEXT[:20]), mode="written", model="m", writing=ACCOUNT,
)  # fmt: skip


def watched(given: Any, seconds: float = 1.0, **stream: Any) -> Watched:
    chunks = ({"statements": given.statements, "citations": given.citations} | stream,)
    return Watched("Who?", given, chunks, seconds, 0.1, 0.2)


def broken(
    *seen: Watched, judged: bool = True, lang: str = "en", error: str | None = None,
    folder: Path,
) -> list[Promise]:  # fmt: skip
    judgements = (Judgement(1, judged, True, 1, 1),)
    results = [
        CaseResult(case(lang=lang), {}, one.seconds, one.answer, error=error, judgements=judgements)
        for one in seen
    ]
    report = Report("suite", tuple(results))
    held = promises(report, seen, sample_suite(folder).documents, LIMIT)
    return [promise for promise in held if not promise.kept]


def test_nothing_is_broken_by_a_good_answer_or_a_refusal(tmp_path: Path) -> None:
    assert broken(watched(GOOD), watched(refusal()), folder=tmp_path) == []


LINKED = Statement("Ada wrote the notes, see [this](https://leak.test/a).", (1,))
FAILED = replace(ACCOUNT, failure="cut")
INEXACT = replace(CITED, quote="Ada wrote the maps.")


@pytest.mark.parametrize(
    ("seen", "promise", "where"),
    [
        (watched(replace(GOOD, statements=(LINKED,))), "no link", "https://leak.test/a"),
        (watched(replace(GOOD, statements=(replace(LINKED, citations=()),))), "cite", "nothing"),
        (watched(replace(GOOD, citations=(INEXACT,))), "quotes are exact", "not exact"),
        (watched(GOOD, statements=()), "what came is what", "not what the answer"),
        (watched(GOOD, LIMIT + SLACK + 1), "comes within 10 s", "26.0 s"),
        (watched(replace(GOOD, writing=FAILED)), "own words are given", "cut"),
    ],
)
def test_planted_fault_breaks_its_promise(
    seen: Watched, promise: str, where: str, tmp_path: Path
) -> None:
    found = {one.says: one.broken for one in broken(watched(GOOD), seen, folder=tmp_path)}
    says = next(one for one in found if promise in one)
    assert where in " ".join(found[says])


def test_statement_that_fails_the_check_breaks_a_promise_in_english(tmp_path: Path) -> None:
    (one,) = broken(watched(GOOD), judged=False, folder=tmp_path)
    assert one.broken == (f"Who?: {TEXT[:20]}",)


def test_statement_in_another_language_is_not_checked_again(tmp_path: Path) -> None:
    assert broken(watched(GOOD), judged=False, lang="es", folder=tmp_path) == []


def test_crash_breaks_a_promise(tmp_path: Path) -> None:
    (one,) = broken(watched(GOOD), error="KeyError: 'a'", folder=tmp_path)
    assert "answered or refused" in one.says


def test_many_faults_are_counted_and_a_few_named(tmp_path: Path) -> None:
    (one,) = broken(*[watched(GOOD, 99.0)] * 9, folder=tmp_path)
    assert len(one.broken) == 6
    assert one.broken[-1] == "and 4 more"
