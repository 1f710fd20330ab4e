"""The commands of the public contract: what they print, and what they never do."""

import json
import re
from collections.abc import Callable, Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest

from assistant.cli import verbs
from assistant.options import options, table
from assistant.settings import Settings
from assistant.syncing import place_of
from index.catalog import Catalog
from index.embedded import Embedded
from index.embedding import Embedder
from index.lock import locked
from index.packing import pack
from index.vectors import VectorStore, drop_all
from tests.command.conftest import python
from tests.command.running import Run
from tests.conftest import ARTICLE, ROOT

Write = Callable[..., Path]
Json = dict[str, Any]

ANSWERED = "Which payment cards did Russia introduce in Cuba and Venezuela?"
OFF_TOPIC = "How do I bake sourdough bread?"

KEYS = {
    "question", "standalone_question", "refused", "confidence", "text", "short_answer",
    "statements", "citations", "passages", "mode", "model", "seconds",
}  # fmt: skip
CITATION = {"marker", "role", "document", "title", "start", "end", "quote", "page", "digest"}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture
def ask(footnote: Run, data: Path) -> Run:
    """Asks the article: `ask("Who?", "--json")`."""

    def run(*arguments: object, stdin: str = "") -> Any:
        where = ("--documents", ARTICLE.parent, "--data", data)
        return footnote("ask", *arguments, *where, stdin=stdin)

    return run


def answer_to(ask: Run, *arguments: object) -> Json:
    answer: Json = json.loads(ask(*arguments, "--json").succeeded())
    return answer


def lies_in(part: Json, whole: Json) -> bool:
    same = bool(part["document"] == whole["document"])
    return same and whole["start"] <= part["start"] <= part["end"] <= whole["end"]


@pytest.mark.parametrize(
    "question", [ANSWERED, "What are the main points?", OFF_TOPIC, "hello", "Why did he do it?"]
)
def test_an_answer_has_the_shape_and_holds_the_rules_of_the_contract(
    ask: Run, question: str
) -> None:
    answer = answer_to(ask, question)
    text = ARTICLE.read_text("utf-8")
    assert set(answer) == KEYS
    assert answer["question"] == question
    assert 0 <= answer["confidence"] <= 1
    assert set(answer["seconds"]) == {"retrieve", "read", "total"}
    assert (answer["mode"], answer["model"]) == (
        "notice" if question == "hello" else "extractive",
        None,
    )
    markers = [citation["marker"] for citation in answer["citations"]]
    assert markers == list(range(1, len(markers) + 1))
    for citation in answer["citations"]:
        assert set(citation) == CITATION
        assert citation["role"] in ("evidence", "context")
        assert text[citation["start"] : citation["end"]] == citation["quote"] != ""
    for statement in answer["statements"]:
        assert set(statement) == {"text", "citations", "supported"}
        assert statement["supported"] is True
        assert statement["citations"]
        assert set(statement["citations"]) <= set(markers)
    for passage in answer["passages"]:
        assert set(passage) == {"document", "start", "end", "text", "score"}
        assert text[passage["start"] : passage["end"]] == passage["text"]
    assert len(answer["passages"]) <= 5
    assert all(first["score"] >= next["score"] for first, next in pairwise(answer["passages"]))
    for one, other in combinations(answer["passages"], 2):
        assert one["end"] <= other["start"] or other["end"] <= one["start"]
    if short := answer["short_answer"]:
        assert set(short) == {"text", "document", "start", "end"}
        assert text[short["start"] : short["end"]] == short["text"]
        assert any(lies_in(short, citation) for citation in answer["citations"])
    assert answer["refused"] is not bool(answer["statements"])
    if answer["refused"]:
        assert (answer["citations"], answer["short_answer"]) == ([], None)


def test_the_documents_answer_is_cited_and_what_they_lack_is_refused(ask: Run) -> None:
    answer = answer_to(ask, ANSWERED)
    assert any("MIR payment cards" in citation["quote"] for citation in answer["citations"])
    refusal = answer_to(ask, OFF_TOPIC)
    assert refusal["refused"]
    assert refusal["passages"]


def test_the_same_question_gives_the_same_bytes_but_for_the_seconds(
    ask: Run, process: Run, data: Path
) -> None:
    where = ("--documents", ARTICLE.parent, "--data", data)
    runs = [
        ask(ANSWERED, "--json"),
        ask(ANSWERED, "--json"),
        process("ask", ANSWERED, "--json", *where, PYTHONHASHSEED="7"),
    ]
    assert len({re.sub(r'"seconds": \{.*?\}', "", run.succeeded()) for run in runs}) == 1


def test_a_person_reads_the_answer_its_footnotes_and_where_they_lie(ask: Run) -> None:
    (citation, *_) = answer_to(ask, ANSWERED)["citations"]
    shown = ask(ANSWERED).succeeded()
    assert f"“{citation['quote']}”" in shown
    assert f"characters {citation['start']}–{citation['end']}" in shown
    refused = ask(OFF_TOPIC).succeeded()
    assert refused.startswith("The documents don't say.\n")
    assert "Nearest passages (not an answer):" in refused


def test_questions_on_standard_input_are_answered_in_order_and_an_error_costs_its_line(
    ask: Run,
) -> None:
    asked = [ANSWERED, "a" * 5000, OFF_TOPIC, "What is BRICS Plus?"]
    lines = ask("--json", stdin="\n  \n".join(["", *asked, ""])).succeeded().splitlines()
    answers = [json.loads(line) for line in lines]
    assert [answer["question"] for answer in answers] == asked
    assert [set(answer) == {"question", "error"} for answer in answers] == [False, True] + [
        False
    ] * 2
    assert "5,000 characters" in answers[1]["error"]


def test_bytes_that_are_no_text_cost_their_line_only(process: Run, data: Path) -> None:
    where = ("--documents", ARTICLE.parent, "--data", data)
    stdin = b"caf\xe9?\n" + ANSWERED.encode()
    bad, good = process("ask", "--json", *where, stdin=stdin).succeeded().splitlines()
    assert json.loads(bad) == {
        "question": "caf??",
        "error": "the question is not UTF-8 text; ask it in UTF-8",
    }
    assert json.loads(good)["question"] == ANSWERED


def test_output_that_cannot_hold_every_character_still_gets_valid_json(
    process: Run, data: Path
) -> None:
    where = ("--documents", ARTICLE.parent, "--data", data)
    question = "Qui est Sergueï Lavrov – 拉夫罗夫?"
    for arguments in (("--json",), ()):
        ran = process("ask", question, *arguments, *where, PYTHONIOENCODING="ascii")
        shown = ran.succeeded()
        assert not arguments or json.loads(shown)["question"] == question


def test_history_makes_a_follow_up_stand_alone(ask: Run, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    turn = {"question": "What did Nicaragua grant Russia?", "answer": "Rights to its territory."}
    history.write_text(json.dumps([turn]), "utf-8")
    follow_up = "And when did it do so?"
    alone, following = (
        answer_to(ask, follow_up, *more)["standalone_question"]
        for more in ((), ("--history", history))
    )
    assert "Nicaragua" not in alone
    assert "Nicaragua" in following


def test_document_limits_the_answer_to_the_documents_named(folder: Write, footnote: Run) -> None:
    folder({f"{name}.txt": f"The tower of {name} is white." for name in "abc"})
    named = ("--document", "a.txt", "--document", "c.txt")
    for documents, wanted in ((named[:2], {"a.txt"}), (named, {"a.txt", "c.txt"})):
        ran = footnote("ask", "What colour is the tower?", "--json", *documents)
        passages = json.loads(ran.succeeded())["passages"]
        assert {passage["document"] for passage in passages} == wanted


def test_explain_goes_to_standard_error_and_leaves_the_answer_alone(ask: Run) -> None:
    ran = ask(ANSWERED, "--explain")
    assert ran.out == ask(ANSWERED).out
    assert ran.err.startswith("confidence ")
    assert f"searched for: {ANSWERED}" in ran.err
    assert "passage 1: score " in ran.err
    assert "  meaning and words, as the light reader sees them" in ran.err


def test_explanation_comes_with_the_json_where_both_are_asked_for(ask: Run) -> None:
    ran = ask(ANSWERED, "--json", "--explain")
    answer = json.loads(ran.out)
    assert ran.err == ""
    assert answer["explanation"]["searches"][0]["query"] == ANSWERED
    assert "explanation" not in answer_to(ask, ANSWERED)


def test_a_fixed_reply_has_nothing_to_explain(ask: Run) -> None:
    assert ask("Hello!", "--explain").err == "A fixed reply: nothing was searched.\n"
    assert json.loads(ask("Hello!", "--json", "--explain").out)["explanation"] is None


def test_index_tells_what_it_did_as_json_and_in_words(folder: Write, footnote: Run) -> None:
    documents = folder({"a.txt": "Apples are red.", "b.txt": "", "c.png": "picture"})
    summary = json.loads(footnote("index", "--json").succeeded())
    assert summary == {
        "added": ["a.txt"],
        "updated": [],
        "renamed": [],
        "removed": [],
        "unchanged": [],
        "failed": [{"path": "b.txt", "reason": "empty: no text in it"}],
        "skipped": [{"path": "c.png", "reason": summary["skipped"][0]["reason"]}],
        "passages": 1,
        "encoded": 1,
        "unsettled": [],
    }
    folder({"a.txt": "Apples are green.", "d.md": "# Pears"})
    (documents / "b.txt").unlink()
    words = footnote("index").succeeded()
    counts = "1 added, 1 updated, 0 renamed, 0 removed, 0 unchanged, 0 failed; 2 passages"
    assert words.startswith(counts)
    assert "left out: c.png" in words


@pytest.fixture
def whole(folder: Write, footnote: Run, tmp_path: Path) -> Iterator[Path]:
    """Where a whole index lies; what a test breaks, the command that doctor names must mend."""
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    footnote("index").succeeded()
    footnote("doctor").succeeded()
    yield place_of(Settings(documents=documents, data=tmp_path / ".footnote"))
    ran = footnote("doctor")
    assert (ran.code, ran.err) == (1, "")
    commands = set(re.findall(r"`footnote ([a-z -]+)`", ran.out))
    assert commands <= {"index", "doctor --fix"}
    for command in sorted(commands, reverse=True):
        footnote(*command.split()).succeeded()
    assert "whole" in footnote("doctor").succeeded()


def test_doctor_sees_a_file_that_changed_to_one_of_equal_size(whole: Path, folder: Write) -> None:
    folder({"a.txt": "Apples are new."})


def test_doctor_sees_files_that_came_and_went(whole: Path, folder: Write) -> None:
    (folder({"c.txt": "Plums are blue."}) / "b.txt").unlink()


def test_doctor_lets_a_file_pass_that_was_only_touched(footnote: Run, folder: Write) -> None:
    documents = folder({"a.txt": "Apples are red."})
    footnote("index").succeeded()
    (documents / "a.txt").touch()
    footnote("doctor").succeeded()


def test_doctor_sees_vectors_that_were_deleted_behind_its_back(whole: Path) -> None:
    with_vectors(whole, lambda store: store.delete(sorted(store.ids())[:1]))


def test_doctor_sees_vectors_of_no_passage(whole: Path, embedder: Embedder) -> None:
    (vector,) = pack(embedder.encode(["Nothing like it."]))
    with_vectors(whole, lambda store: store.add([("stranger", "a.txt", vector)]))


def test_doctor_sees_a_lost_collection(whole: Path) -> None:
    with_vectors(whole, lambda store: drop_all(store._client, ""))


def test_doctor_sees_a_vector_that_does_not_find_its_passage(
    whole: Path, embedder: Embedder
) -> None:
    def swap(store: VectorStore) -> None:
        ids = sorted(store.ids())
        store.delete(ids[:1])
        (vector,) = pack(-embedder.encode(["Pears and apples are red and green."]))
        near = pack(embedder.encode([f"Red apples, {n}" for n in range(12)]))
        store.add((f"{ids[0]}{n}", "a.txt", one) for n, one in enumerate(near))
        store.add([(ids[0], "a.txt", vector)])

    with_vectors(whole, swap)


def test_doctor_looks_for_all_vectors_where_it_is_told_to(
    footnote: Run, folder: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.doctor.SAMPLE", 2)
    folder({f"{n}.txt": f"Town {n} has {n + 3} mills." for n in range(6)})
    footnote("index").succeeded()
    assert "looked for 2 of 6 passages by their vectors; `footnote doctor --all` looks" in (
        footnote("doctor").succeeded()
    )
    assert "looked" not in footnote("doctor", "--all").succeeded()
    told = json.loads(footnote("doctor", "--json").succeeded())
    assert told["vectors"] == {"looked_at": 2, "of": 6}


def test_doctor_sees_an_interrupted_run(whole: Path) -> None:
    catalog = Catalog(whole / "catalog.sqlite")
    catalog.set_meta(dirty="1")
    catalog.close()


def test_doctor_of_no_index_says_how_to_make_it(folder: Write, footnote: Run) -> None:
    folder({"a.txt": "Apples are red."})
    footnote("doctor").complained("no index here yet", "", "`footnote index`")


def with_vectors(place: Path, change: Callable[[VectorStore], None]) -> None:
    catalog = Catalog(place / "catalog.sqlite")
    store = VectorStore(Embedded(place / "chroma"), catalog.collection)
    try:
        change(store)
    finally:
        store.close()
        catalog.close()


def test_a_dry_run_names_every_change_and_makes_nothing(
    folder: Write, footnote: Run, tmp_path: Path
) -> None:
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    assert footnote("index", "--dry-run").succeeded().splitlines() == [
        "would be: 2 added, 0 updated, 0 renamed, 0 removed, 0 unchanged, 0 failed",
        "added: a.txt",
        "added: b.txt",
    ]
    assert not (tmp_path / ".footnote").exists()
    footnote("index").succeeded()
    (documents / "b.txt").rename(documents / "c.txt")
    foreseen = json.loads(footnote("index", "--dry-run", "--json").succeeded())
    assert foreseen["renamed"] == [{"from": "b.txt", "to": "c.txt"}]
    summary = json.loads(footnote("index", "--json").succeeded())
    assert summary == {**foreseen, "passages": 2, "encoded": 0, "unsettled": []}


def test_doctor_mends_tells_what_it_did_and_exits_by_what_is_left(
    folder: Write, footnote: Run, tmp_path: Path
) -> None:
    documents = folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    footnote("index").succeeded()
    place = place_of(Settings(documents=documents, data=tmp_path / ".footnote"))
    with_vectors(place, lambda store: store.delete(sorted(store.ids())[:1]))
    folder({"c.txt": b"\0"})
    ran = footnote("doctor", "--json")
    assert (ran.code, json.loads(ran.out)["done"]) == (1, [])
    kinds = {fault["kind"] for fault in json.loads(ran.out)["faults"]}
    assert kinds == {"vectors", "folder"}
    ran = footnote("doctor", "--fix")
    assert ran.code == 1
    assert ran.out.startswith("done: added 1 kept vectors to the vector index, deleted 0")
    assert "c.txt is not indexed: binary" in ran.out.splitlines()[-1]
    (documents / "c.txt").unlink()
    ran = footnote("doctor", "--fix", "--json")
    assert (ran.code, json.loads(ran.out)["whole"]) == (0, True)


def test_an_index_goes_into_one_file_and_comes_back(
    folder: Write, footnote: Run, tmp_path: Path
) -> None:
    folder({"a.txt": "Apples are red.", "b.txt": "Pears are green."})
    footnote("backup", "kept").complained("no index here yet", "", "`footnote index`")
    footnote("index").succeeded()
    assert "2 documents, 2 passages" in footnote("backup", "kept").succeeded()
    footnote("restore", "kept").complained(
        "holds a whole index", "", "`footnote restore --replace`"
    )
    footnote("restore", "kept", "--replace").succeeded()
    assert "2 documents" in footnote("restore", "kept", "--data", "other").succeeded()
    summary = json.loads(footnote("index", "--json", "--data", "other").succeeded())
    assert (summary["unchanged"], summary["encoded"]) == (["a.txt", "b.txt"], 0)
    footnote("doctor", "--data", "other").succeeded()
    (tmp_path / "kept").write_bytes((tmp_path / "kept").read_bytes()[:-1])
    footnote("restore", "kept", "--replace").complained("kept", "damaged", "`footnote index`")


def test_ask_answers_while_another_process_writes_the_index(
    ask: Run, process: Run, data: Path
) -> None:
    answer_to(ask, ANSWERED)
    where = ("--documents", ARTICLE.parent, "--data", data)
    with locked(place_of(Settings(documents=ARTICLE.parent, data=data))):
        ran = process("ask", ANSWERED, "--json", *where)
        assert not json.loads(ran.succeeded())["refused"]
        process("index", *where).complained(data, "another process", "wait until it has finished")


@pytest.mark.parametrize("verb", [verb.name for verb in verbs()])
def test_help_of_a_verb_names_its_options(footnote: Run, verb: str) -> None:
    shown = " ".join(footnote(verb, "--help").succeeded().split())
    for option in options():
        assert (f"{option.flag} " in shown) == (verb in option.verbs), option
        assert (option.variable in shown) == (verb in option.verbs), option


def test_help_names_every_verb(footnote: Run) -> None:
    shown = footnote("--help").succeeded()
    for verb in verbs():
        assert verb.name in shown
        assert verb.help in shown
    assert {verb.name for verb in verbs()} >= {"serve", "ask", "index", "eval", "doctor"}


def test_every_setting_stands_in_the_readme_as_the_code_declares_it() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    between = re.findall(r"<!-- settings -->\n(.*?)\n<!-- /settings -->", readme, re.DOTALL)
    assert [shown.strip() for shown in between] == [table()]


IMPORTED = """
import sys
from assistant.cli import main
code = main(sys.argv[1:])
sys.stderr.write(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
sys.exit(code)
"""


def test_ask_on_a_warm_index_imports_nothing_heavy(ask: Run, tmp_path: Path, data: Path) -> None:
    answer_to(ask, ANSWERED)
    where = ("--documents", ARTICLE.parent, "--data", data)
    ran = python(tmp_path, "-c", IMPORTED, "ask", ANSWERED, "--json", *where)
    assert not json.loads(ran.out)["refused"]
    imported = set(ran.err.split())
    assert {"assistant", "chromadb", "onnxruntime"} <= imported
    heavy = {"torch", "transformers", "sentence_transformers", "gradio", "fastapi", "uvicorn"}
    assert imported & {*heavy, "evals"} == set()


WATCHED = """
import sys

def watch(event, args):
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        sys.stderr.write(f"{event} {args[0]}\\n")
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        sys.stderr.write(f"{event} {args[1]}\\n")

sys.addaudithook(watch)
"""
CALLED = f"{WATCHED}from assistant.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.mark.parametrize("arguments", [("index",), ("ask", "What colour are apples?"), ("doctor",)])
def test_no_verb_speaks_to_another_host(
    tmp_path: Path, folder: Write, footnote: Run, arguments: tuple[str, ...]
) -> None:
    folder({"a.txt": "Apples are red."})
    if arguments != ("index",):
        footnote("index").succeeded()
    python(tmp_path, "-c", CALLED, *arguments).succeeded()


def test_speaking_to_another_host_would_be_noticed(tmp_path: Path) -> None:
    connect = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"
    assert "('127.0.0.1', 9)" in python(tmp_path, "-c", WATCHED + connect).err
