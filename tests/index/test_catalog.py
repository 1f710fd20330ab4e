"""What the catalog gives is whole, in order, and the same however it is asked for."""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import index.full_text
import index.retrieval
from index.catalog import Catalog, Manifest
from index.database import Recipe
from index.document import Document
from index.embedding import Embedder
from index.errors import IndexMismatch, UnknownDocument
from index.packing import key_of, pack
from index.passages import cut
from index.retrieval import Index
from index.staging import Staging
from index.sync import sync

Open = Callable[[dict[str, str]], Index]
TOWNS = {
    f"{n}.md": "# Towns\n\n"
    + " ".join(f"Town {k} of region {n} has {k * n} mills." for k in range(60))
    + f"\n\n## Rivers\n\nRiver {n} is long. It is deep. It is cold.\n"
    for n in range(3)
}
TEXTS = st.lists(
    st.lists(st.sampled_from("ash ash ash ash elm elm oak oak fir yew".split()), min_size=1),
    min_size=1,
    max_size=30,
)


@contextmanager
def catalog_of(texts: Sequence[str]) -> Iterator[Catalog]:
    """A catalog of documents `0.txt`, `1.txt`, … without titles, a passage each."""
    with TemporaryDirectory() as folder:
        catalog = Catalog(Path(folder) / "catalog.sqlite", create=True)
        staging = Staging(catalog)
        key = key_of("any", "any")
        staging.keep_vectors([(key, pack(np.ones((1, 8), dtype=np.float32))[0])])
        for n, text in enumerate(texts):
            document = Document(f"{n}.txt", "", text, f"{n}", "text/plain", (), (), Path())
            (passage,) = cut(document, lambda parts: [1 for _ in parts], 250)
            keys = [key for _ in passage.sentences]
            staged = staging.stage(document, Manifest(f"{n}", 1, 1))
            staging.add(staged, [(passage, key, keys)])
        staging.switch([], Recipe("any", 1, 1), build=0, whole=False)
        yield catalog
        catalog.close()


def test_passages_come_in_the_order_asked_for(open_index: Open) -> None:
    catalog = open_index(TOWNS).catalog
    every = [stored for n in (2, 0, 1) for stored in catalog.passages_of(f"{n}.md")]
    ids = [stored.passage.id for stored in every]
    found = catalog.passages([*ids[::-1], "unknown"])
    assert [stored.passage for stored in found] == [stored.passage for stored in every[::-1]]


def test_a_passage_is_the_same_alone_and_among_others(open_index: Open) -> None:
    catalog = open_index(TOWNS).catalog
    for together in catalog.passages_of("1.md"):
        (alone,) = catalog.passages([together.passage.id])
        assert np.array_equal(alone.vector, together.vector)
        assert np.array_equal(alone.sentence_vectors, together.sentence_vectors)
        assert (alone.passage, alone.title, alone.pages, alone.before, alone.sentences) == (
            (together.passage, together.title, together.pages, together.before, together.sentences)
        )


def test_a_passage_brings_its_own_sentences_with_their_vectors(
    open_index: Open, embedder: Embedder
) -> None:
    index = open_index(TOWNS)
    text = index.document("2.md").text
    for stored in index.catalog.passages_of("2.md"):
        joined = "".join("".join(s.text.split()) for s in stored.sentences)
        assert joined == "".join(stored.passage.text.split())
        for sentence in stored.sentences:
            assert text[sentence.span.start : sentence.span.end] == sentence.text
        expected = embedder.encode([s.text for s in stored.sentences])
        assert np.allclose(stored.sentence_vectors, expected, atol=1e-3)


def test_before_a_passage_are_the_last_two_sentences_under_the_same_heading(
    open_index: Open,
) -> None:
    first, second, *_, last = open_index(TOWNS).catalog.passages_of("1.md")
    assert first.before == ()
    assert second.before == first.sentences[-2:]
    assert (last.passage.heading, last.before) == ("Towns › Rivers", ())


IN_TEXT = float(index.full_text.WORTH.split(",")[0])


def bm25(texts: Sequence[Sequence[str]], stems: Sequence[str]) -> dict[str, float]:
    """Scores of the documents that hold any of the stems, with FTS5's constants."""
    mean = sum(map(len, texts)) / len(texts)
    scores = {}
    for n, text in enumerate(texts):
        score = 0.0
        for stem in stems:
            holding = sum(stem in other for other in texts)
            idf = max(1e-6, math.log((len(texts) - holding + 0.5) / (holding + 0.5)))
            often = IN_TEXT * text.count(stem)
            score += idf * often * 2.2 / (often + 1.2 * (0.25 + 0.75 * len(text) / mean))
        if set(text) & set(stems):
            scores[f"{n}.txt"] = score
    return scores


@settings(max_examples=40, deadline=None)
@given(TEXTS, st.sets(st.sampled_from("ash elm oak fir yew".split()), min_size=1), st.data())
def test_a_search_that_passes_over_common_words_scores_the_others_by_all_words(
    texts: list[list[str]], asked: set[str], data: st.DataObject
) -> None:
    stems = sorted(asked)
    most = data.draw(st.integers(1, len(texts)))
    limit = data.draw(st.integers(1, len(texts)))
    holding = sorted((sum(stem in text for text in texts), stem) for stem in stems)
    known = [count > 0 for count, _ in holding]
    rare = [
        stem
        for n, (_, stem) in enumerate(holding)
        if not any(known[:n]) or sum(count for count, _ in holding[: n + 1]) <= most
    ]
    scores = bm25(texts, stems)
    if len(texts) > most:
        scores = {id: score for id, score in scores.items() if set(texts[int(id[:-4])]) & set(rare)}
    with catalog_of([" ".join(text) for text in texts]) as catalog:
        ids = {f"{n}.txt": catalog.passages_of(f"{n}.txt")[0].passage.id for n in range(len(texts))}
        with patch.object(index.full_text, "MOST_SCORED", most):
            hits = catalog.search(stems, limit)
            scoped = catalog.search(stems, limit, ["0.txt"])
    best = sorted(scores.values(), reverse=True)[:limit]
    assert [score for _, score in hits] == pytest.approx(best)
    assert dict(hits) == pytest.approx({ids[id]: scores[id] for id in ids if ids[id] in dict(hits)})
    assert hits == sorted(hits, key=lambda hit: (-hit[1], hit[0]))
    assert [id for id, _ in scoped] == ([ids["0.txt"]] if asked & set(texts[0]) else [])


def test_named_documents_give_the_same_passages_one_by_one_and_by_the_graph(
    open_index: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index(TOWNS)
    question, documents = "How many mills has town 7?", ["1.md", "2.md"]
    each = index.search(question, 50, documents)
    vector = index.embedder.encode([question])[0]
    stored = [s for id in documents for s in index.catalog.passages_of(id)]
    exact = sorted(stored, key=lambda s: -float(s.vector @ vector))
    near = sorted(each.hits, key=lambda hit: hit.dense_rank or 0)
    assert [hit.passage.id for hit in near] == [s.passage.id for s in exact]
    monkeypatch.setattr("index.retrieval.FEW", 0)
    assert index.search(question, 50, documents).hits == pytest.approx(each.hits)


def test_the_number_of_passages_follows_every_sync(tmp_path: Path, embedder: Embedder) -> None:
    folder, place = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    for texts in (TOWNS, {"0.md": "One passage."}, {"1.md": "Another.", "2.md": "And one."}):
        for file in folder.iterdir():
            file.unlink()
        for name, text in texts.items():
            (folder / name).write_text(text)
        held = sync(folder, place, embedder).passages
        catalog = Catalog(place / "catalog.sqlite")
        assert catalog.size() == held == sum(catalog.size([name]) for name in texts)
        assert catalog.faults() == []
        catalog.close()


def test_vectors_go_into_the_graph_in_no_order_of_theme(open_index: Open) -> None:
    staging = Staging(open_index(TOWNS).catalog)
    ids = [id for id, *_ in staging.live_vectors()]
    assert ids == sorted(ids) == staging.live_ids()
    every = list(staging.live_vectors())
    assert list(staging.live_vectors([ids[2], "gone", ids[0]])) == [every[0], every[2]]


def test_the_list_of_documents_follows_the_index(
    open_index: Open, tmp_path: Path, embedder: Embedder
) -> None:
    index = open_index(TOWNS)
    assert [entry.id for entry in index.entries()] == sorted(TOWNS)
    (tmp_path / "documents" / "1.md").unlink()
    sync(tmp_path / "documents", tmp_path / "index", embedder)
    assert [entry.id for entry in index.entries()] == ["0.md", "2.md"]


def test_the_catalog_tells_what_it_knows_of_a_file(
    open_index: Open, tmp_path: Path, embedder: Embedder
) -> None:
    index = open_index({"a.txt": "Äpfel.", "b.txt": "Pears."})
    first = {entry.id: entry for entry in index.entries()}
    assert (first["a.txt"].size, first["a.txt"].characters, first["a.txt"].pages) == (7, 6, None)
    assert index.document("a.txt").size == 7
    assert index.catalog.entry("a.txt") == first["a.txt"]
    with pytest.raises(UnknownDocument, match=r"c\.txt"):
        index.catalog.entry("c.txt")
    earlier = "2001-01-01T00:00:00Z"
    with index.catalog.transaction("IMMEDIATE") as connection:
        connection.execute("UPDATE documents SET indexed = ?", (earlier,))
        connection.execute("UPDATE documents SET pages = '[0, 3]' WHERE id = 'a.txt'")
    assert index.catalog.entry("a.txt").pages == 2
    (tmp_path / "documents" / "b.txt").write_text("Plums.")
    (tmp_path / "documents" / "c.png").write_bytes(b"")
    sync(tmp_path / "documents", tmp_path / "index", embedder)
    assert index.catalog.entry("a.txt").indexed == earlier
    assert (index.catalog.entry("b.txt").indexed or "") > earlier
    assert index.catalog.meta("synced") >= (index.catalog.entry("b.txt").indexed or "")
    assert index.catalog.skipped().keys() == {"c.png"}


def test_an_index_of_an_earlier_version_is_named_and_brought_up_to_date(
    tmp_path: Path, embedder: Embedder
) -> None:
    folder, place = tmp_path / "documents", tmp_path / "index"
    folder.mkdir()
    (folder / "a.txt").write_text("Apples are red.")
    sync(folder, place, embedder)
    catalog = Catalog(place / "catalog.sqlite")
    with catalog.transaction("IMMEDIATE") as connection:
        connection.execute("ALTER TABLE documents DROP COLUMN indexed")
        connection.execute("DROP TABLE skipped")
        connection.execute("DROP TABLE stems")
        connection.execute("DROP INDEX sentences_with")
        connection.execute("DELETE FROM meta WHERE name = 'synced'")
    catalog.close()
    with pytest.raises(IndexMismatch, match="earlier version of Footnote; `footnote index` brings"):
        Index(place, embedder)
    (folder / "b.txt").write_text("Pears are green.")
    assert sync(folder, place, embedder).unchanged == ("a.txt",)
    index = Index(place, embedder)
    before, after = index.entries()
    assert before.indexed is None
    assert after.indexed is not None
    assert index.catalog.meta("synced") >= after.indexed
    assert index.catalog.stems("Which apples, which pears?") == {"appl": 1, "pear": 1}
    assert index.catalog.faults() == []
    index.close()
