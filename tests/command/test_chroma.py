"""The verbs over a Chroma server that a flag or a variable names."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.syncing import place_of
from tests.chroma_run import ChromaRun
from tests.command.running import Run

Write = Callable[..., Path]
FACT = "The lighthouse of Arden was built in 1871."
ASKED = "When was the lighthouse of Arden built?"


@pytest.fixture
def run(tmp_path: Path) -> Iterator[ChromaRun]:
    made = ChromaRun(tmp_path / "own-chroma")
    made.start()
    yield made
    made.kill()


def test_every_verb_takes_the_server_and_each_says_when_it_is_away(
    folder: Write, footnote: Run, run: ChromaRun, tmp_path: Path
) -> None:
    documents = folder({"arden.txt": FACT})
    place = place_of(Settings(documents=documents, data=tmp_path / ".footnote"))
    assert json.loads(footnote("index", "--json").succeeded())["encoded"] > 0
    url = {"FOOTNOTE_CHROMA_URL": run.url}
    assert json.loads(footnote("index", "--json", **url).succeeded())["encoded"] == 0
    assert not (place / "chroma").exists()
    answer = json.loads(footnote("ask", ASKED, "--json", "--chroma-url", run.url).succeeded())
    assert answer["short_answer"]["text"] == "1871"
    footnote("doctor", **url).succeeded()
    footnote("backup", tmp_path / "backup").succeeded()
    footnote("restore", tmp_path / "backup", "--replace", **url).succeeded()
    footnote("doctor", **url).succeeded()
    footnote("ask", ASKED).complained(run.url, "its vectors are on the", "FOOTNOTE_CHROMA_URL")
    run.kill()
    for verb in (("ask", ASKED), ("doctor",), ("restore", tmp_path / "backup", "--replace")):
        footnote(*verb, **url).complained(run.url, "cannot be reached", "`chroma run`")
    run.start()
    footnote("ask", ASKED, **url).succeeded()
    assert "made the vector index anew" in footnote("doctor", "--fix").succeeded()
    footnote("ask", ASKED).succeeded()


def test_what_lets_in_comes_from_the_environment_and_is_never_shown(
    folder: Write, footnote: Run, run: ChromaRun
) -> None:
    folder({"arden.txt": FACT})
    url = {"FOOTNOTE_CHROMA_URL": run.url}
    footnote("index", **url, FOOTNOTE_CHROMA_TOKEN="secret").succeeded()
    footnote("index", **url, FOOTNOTE_CHROMA_DATABASE="none").complained(
        run.url, "no database none", "FOOTNOTE_CHROMA_DATABASE"
    )
    bad = footnote("index", FOOTNOTE_CHROMA_URL="http://a:secret@127.0.0.1:1")
    bad.complained("--chroma-url", "more than an address", "FOOTNOTE_CHROMA_TOKEN")
    assert "secret" not in bad.err
    footnote("index", "--chroma-url", "chroma:8000").complained(
        "--chroma-url", "not an address", "http://127.0.0.1:8000"
    )
