"""The folder that speed is measured over: large, the same each time, and a real index."""

import gzip
import itertools
import json
from collections import Counter
from pathlib import Path

import pytest

import evals.corpus
from assistant.assistant import open_assistant
from assistant.settings import Settings
from assistant.syncing import place_of
from evals.corpus import ASKED, BULK, make, paragraphs, starts
from evals.mixing import Mixing
from index.catalog import Catalog
from index.embedding import Embedder
from index.home import opened
from tests.conftest import ARTICLE


def test_drawn_text_is_the_same_each_time_and_has_few_frequent_words() -> None:
    text = " ".join(itertools.chain(*itertools.islice(paragraphs([]), 500)))
    assert text == " ".join(itertools.chain(*itertools.islice(paragraphs([]), 500)))
    counts = Counter(text.lower().replace(".", "").split())
    often = sum(n for _, n in counts.most_common(100)) / counts.total()
    once = sum(n == 1 for n in counts.values()) / len(counts)
    assert 0.3 < often < 0.7
    assert once > 0.4


def test_real_paragraphs_come_once_each_and_then_their_sentences_with_a_word_exchanged(
    tmp_path: Path,
) -> None:
    real = [f"Paragraph {n} is real. It has two sentences." for n in range(20)]
    file = tmp_path / "texts.jsonl.gz"
    with gzip.open(file, "wt", encoding="utf-8") as lines:
        for text in (*real, *real):
            lines.write(json.dumps({"passage": text, "question": "?"}) + "\n")
        lines.write(json.dumps({"claim": "no passage"}) + "\n")
    found = list(itertools.islice(paragraphs([file]), 30))
    assert [" ".join(own) for own in found[:20]] == real
    words = {word for text in real for word in text.split()}
    for sentence in itertools.chain(*found[20:]):
        assert len(sentence.split()) == 4
        assert set(sentence.split()) <= words
    assert sorted(starts([file])) == sorted(real)


def test_the_documents_asked_about_are_found_among_the_bulk(
    tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evals.corpus, "STARTS", 8)
    settings = Settings(documents=tmp_path / "documents", data=tmp_path / "data")
    mixing = Mixing(embedder, ARTICLE.parent, starts([]))
    assert make(settings, 60, [], mixing) == 60
    assert make(settings, 60, [], mixing) == 60
    catalog = Catalog(place_of(settings) / "catalog.sqlite")
    store = opened(place_of(settings), catalog, None)
    try:
        assert catalog.faults() == []
        assert store.count() == 60
        for entry in catalog.entries():
            kept = (settings.documents / entry.id).read_text(encoding="utf-8")
            assert entry.id.startswith((f"{ASKED}/", f"{BULK}/"))
            assert catalog.document(entry.id).text == kept
    finally:
        store.close()
        catalog.close()
    assistant = open_assistant(settings)
    try:
        answer = assistant.ask("Which payment cards did Russia introduce in Cuba and Venezuela?")
        assert answer.citations[0].span.document == f"{ASKED}/{ARTICLE.name}"
        assert answer.citations[0].quote in ARTICLE.read_text("utf-8")
    finally:
        assistant.close()
