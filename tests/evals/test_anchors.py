import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.anchors import reanchor
from evals.suite import load_suite, read_suite
from index.errors import InvalidInput
from tests.evals.samples import TEXT, write_suite

MAPS = {"doc_id": "a", "start": 21, "end": 47, "text": "Bob drew the maps in 1890."}
NOTES = {"doc_id": "a", "start": 0, "end": 9, "text": "Ada wrote"}


def row(id: str, *evidence: dict[str, object]) -> str:
    return json.dumps(
        {"id": id, "question": "Who?", "answerable": True, "evidence": list(evidence)}
    )


def write(folder: Path, text: str, *lines: str) -> Path:
    """The file of a suite over one document."""
    (folder / "docs").mkdir(exist_ok=True)
    (folder / "docs" / "a.txt").write_bytes(text.encode())
    file = folder / "questions.jsonl"
    file.write_bytes("\n".join(lines).encode())
    return file


def test_moved_evidence_gets_the_offsets_where_its_text_stands(tmp_path: Path) -> None:
    file = write(tmp_path, "Hear! " + TEXT, row("one", NOTES, MAPS))
    moved = reanchor(tmp_path)
    assert [str(one) for one in moved] == [
        f"{file}:1 (one): evidence 1: 0–9 is now 6–15 of a.txt",
        f"{file}:1 (one): evidence 2: 21–47 is now 27–53 of a.txt",
    ]
    (case,) = load_suite(tmp_path).cases
    assert [(gold.span.start, gold.span.end) for gold in case.evidence] == [(6, 15), (27, 53)]


def test_nothing_but_the_offsets_changes_however_the_line_is_written(tmp_path: Path) -> None:
    before = (
        '\ufeff  {"meta" :\t{"evidence": [{"start": 21, "end": 47}], "x": "\\"start\\": 21"},'
        '"id":"one","question":"\\u00e9 é {[","answerable":true , "evidence" : [ '
        '{"end": 47,"text":"Bob drew the maps in 1890.", "start" :21 ,"doc_id":"a"} ]  }\r'
    )
    other = '{"answerable":false,  "id":"two","question":"Who?"}\r'
    file = write(tmp_path, "Hear! " + TEXT, before, "", other, "")
    assert len(reanchor(tmp_path)) == 1
    after = before.replace('{"end": 47,"text"', '{"end": 53,"text"').replace(":21 ,", ":27 ,")
    assert file.read_bytes() == "\n".join([after, "", other, ""]).encode()


def test_offsets_that_are_no_span_are_corrected_too(tmp_path: Path) -> None:
    write(tmp_path, TEXT, row("one", MAPS | {"start": -3, "end": 900}))
    reanchor(tmp_path)
    assert read_suite(tmp_path).problems == ()


def test_problem_tells_where_the_text_stands_now_and_what_corrects_it(tmp_path: Path) -> None:
    file = write(tmp_path, "Hear! " + TEXT, row("one", MAPS))
    (problem,) = read_suite(tmp_path).problems
    assert problem.reason.startswith("a.txt says ")
    assert problem.reason.endswith(
        "that now stands at 27 to 53; "
        f"`footnote eval --check {file} --reanchor` corrects the offsets"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (TEXT.replace("1890", "1891"), "at 21: 'Bob drew the maps in 1891.'"),
        (f"> {TEXT} {TEXT}", "stands there more than once (at 23 and 86)"),
    ],
)
def test_text_that_is_gone_or_repeated_is_named_and_not_touched(
    tmp_path: Path, text: str, reason: str
) -> None:
    file = write(tmp_path, text, row("one", MAPS))
    before = file.read_bytes()
    assert reanchor(tmp_path) == ()
    assert file.read_bytes() == before
    (problem,) = read_suite(tmp_path).problems
    assert reason in str(problem)


def test_case_of_which_one_evidence_is_gone_is_not_touched_but_others_are(tmp_path: Path) -> None:
    lost = {"doc_id": "a", "start": 0, "end": 3, "text": "Fay"}
    file = write(tmp_path, "Hear! " + TEXT, row("one", MAPS, lost), row("two", MAPS))
    one, two = file.read_text(encoding="utf-8").split("\n")
    assert [moved.place.case for moved in reanchor(tmp_path)] == ["two"]
    assert file.read_text(encoding="utf-8").split("\n")[0] == one
    assert file.read_text(encoding="utf-8").split("\n")[1] != two
    reasons = [problem.reason for problem in read_suite(tmp_path).problems]
    assert any("mend the rest of the case" in reason for reason in reasons)


def test_case_of_which_a_key_occurs_twice_is_not_touched(tmp_path: Path) -> None:
    line = row("one", MAPS).replace('"start": 21', '"start": 20, "start": 21')
    file = write(tmp_path, "Hear! " + TEXT, line)
    assert reanchor(tmp_path) == ()
    assert file.read_text(encoding="utf-8") == line


def test_yaml_quotes_follow_their_text_by_themselves(tmp_path: Path) -> None:
    folder = write_suite(tmp_path, documents=[("a.txt", "Hear! " + TEXT)])
    assert [case.gold[0].start for case in load_suite(folder).cases if case.gold] == [6, 27]


def test_yaml_offsets_are_named_and_not_touched(tmp_path: Path) -> None:
    cases = "cases: [{id: x, question: q, evidence: [{doc_id: a, start: 0, end: 3, text: Bob}]}]"
    folder = write_suite(tmp_path, cases)
    assert reanchor(folder) == ()
    assert (folder / "cases.yaml").read_text(encoding="utf-8") == cases
    (problem,) = read_suite(folder).problems
    assert problem.reason.endswith(
        "now stands at 21 to 24; write 'quote' instead of offsets, which finds it by itself"
    )


def test_linked_file_and_its_permissions_stay(tmp_path: Path) -> None:
    write(tmp_path, "Hear! " + TEXT, row("one", MAPS))
    target = (tmp_path / "questions.jsonl").rename(tmp_path / "elsewhere.jsonl")
    target.chmod(0o640)
    (tmp_path / "questions.jsonl").symlink_to(target)
    assert len(reanchor(tmp_path)) == 1
    assert (tmp_path / "questions.jsonl").is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_file_that_cannot_be_replaced_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    file = write(tmp_path, "Hear! " + TEXT, row("one", MAPS))
    before = file.read_bytes()
    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(InvalidInput, match=r"cannot be written \(No space left on device\)"):
        reanchor(tmp_path)
    assert file.read_bytes() == before
    assert {path.name for path in tmp_path.iterdir()} == {"docs", "questions.jsonl"}


def test_missing_suite_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="no such suite"):
        reanchor(tmp_path / "none")


PIECES = ("Ada wrote the notes. ", "Bob drew the maps in 1890. ", "É🙂 Cid\nsold\u2028both. ")


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text, and the same with others put in between its pieces."""
    inserts = st.text("xyz é🙂\n", max_size=9)
    return "".join(PIECES), "".join(draw(inserts) + piece for piece in PIECES) + draw(inserts)


@settings(deadline=None)
@given(edited(), st.lists(st.sets(st.sampled_from(PIECES), min_size=1), min_size=1, max_size=4))
def test_after_any_insertion_every_text_stands_at_its_offsets_again(
    tmp_path_factory: pytest.TempPathFactory, texts: tuple[str, str], cases: list[set[str]]
) -> None:
    before, after = texts
    folder = tmp_path_factory.mktemp("suite")
    rows = [
        row(str(number), *(
            {"doc_id": "a", "start": at, "end": at + len(piece), "text": piece}
            for piece in sorted(pieces) for at in [before.index(piece)]
        ))
        for number, pieces in enumerate(cases)
    ]  # fmt: skip
    file = write(folder, before, *rows)
    whole = file.read_bytes()
    assert reanchor(folder) == ()
    assert file.read_bytes() == whole

    (folder / "docs" / "a.txt").write_bytes(after.encode())
    moved = reanchor(folder)
    assert len(moved) == sum(
        before.index(piece) != after.index(piece) for pieces in cases for piece in pieces
    )
    golds = [gold for case in load_suite(folder).cases for gold in case.evidence]
    assert len(golds) == sum(map(len, cases))
    assert all(after[gold.span.start : gold.span.end] == gold.text for gold in golds)

    corrected = file.read_bytes()
    assert reanchor(folder) == ()
    assert file.read_bytes() == corrected
