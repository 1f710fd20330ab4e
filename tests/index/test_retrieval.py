"""How passages are found and ranked."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.vectors as index_vectors
from index.chroma_address import Server
from index.embedding import Embedder
from index.errors import UnknownDocument
from index.home import own_home
from index.packing import pack, unpack
from index.retrieval import STEPS, WEIGHTS, Index, fused, shares
from index.sync import sync
from index.vectors import EF_SEARCH, VectorStore
from index.words import content_words, edits, stem
from tests.conftest import ARTICLE
from tests.index.homes import store_of

Open = Callable[[dict[str, str]], Index]
FRUIT = {
    "apple.txt": "Apples are red and grow in orchards.",
    "pear.txt": "Pears are green and grow on walls.",
    "lithium.txt": "Lithium is mined in Bolivia.",
}
WORD = st.text("abcde", max_size=6)


def test_score_is_the_weighted_mean_of_passage_sentence_and_words(open_index: Open) -> None:
    index = open_index(FRUIT)
    vector = index.embedder.encode(["red apples"])[0]
    (stored,) = index.catalog.passages_of("apple.txt")
    passage, sentence = stored.vector @ vector, stored.sentence_vectors[0] @ vector
    half = shares({stored.passage.id: 2.0, "other": 4.0})
    parts = np.array([passage, sentence, 0.5])
    assert fused(stored, vector, half) == pytest.approx(np.average(parts, weights=WEIGHTS))
    parts[2] = 0.0
    assert fused(stored, vector, {}) == pytest.approx(np.average(parts, weights=WEIGHTS))


def test_a_search_tells_its_steps_and_the_score_of_each_leg(open_index: Open) -> None:
    found = open_index(FRUIT).search("red apples", 3)
    assert tuple(found.seconds) == STEPS
    assert min(found.seconds.values()) >= 0
    assert found.hits[0].lexical == 1.0
    assert all(hit.lexical == 0.0 for hit in found.hits if hit.lexical_rank is None)


def test_passage_that_only_one_leg_finds_can_come_first(open_index: Open) -> None:
    hits = open_index(FRUIT).search("Bolivia", 3).hits
    assert (hits[0].passage.span.document, hits[0].lexical_rank) == ("lithium.txt", 1)
    assert {hit.lexical_rank for hit in hits[1:]} == {None}


def test_passages_come_in_rank_order_without_overlap(open_index: Open) -> None:
    text = " ".join(f"Sentence number {n} is about fruit." for n in range(200))
    hits = open_index({"long.txt": text}).search("What is sentence 7 about?", 10).hits
    scores = [hit.passage.score or 0 for hit in hits]
    assert scores == sorted(scores, reverse=True)
    assert len({hit.passage.span for hit in hits}) == len(hits)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A ticket costs 120 euros a year.", "A ticket costs 135 euros a year."),
        ("Dogs may not be let into the park.", "Dogs may be let into the park."),
        ("The cold room is kept at 5 degrees.", "The cold room is kept at -5 degrees."),
        ("A seat costs $40 for members.", "A seat costs €40 for members."),
    ],
)
def test_texts_that_differ_in_what_they_say_are_both_found(
    open_index: Open, one: str, other: str
) -> None:
    hits = open_index({"one.txt": one, "other.txt": other}).search(one, 5).hits
    assert {hit.passage.text for hit in hits} == {one, other}


def test_the_same_words_are_found_once(open_index: Open) -> None:
    texts = ["Flour is sold in bags.", "Flour is  sold in bags.\n"]
    hits = open_index(dict(zip(("a.txt", "b.txt"), texts, strict=True))).search("flour", 5).hits
    assert len(hits) == 1


def test_a_misspelt_word_finds_what_it_meant(open_index: Open) -> None:
    index = open_index(FRUIT)
    found = index.search("lithum bolvia", 1)
    assert found.hits[0].passage.span.document == "lithium.txt"
    assert set(found.weights) == {stem("lithium"), stem("bolivia")}


def test_a_word_that_is_only_like_another_stays_itself(open_index: Open) -> None:
    assert set(open_index(FRUIT).search("Chile wells", 1).weights) == {stem("chile"), stem("wells")}


def test_a_rare_word_tells_more_than_a_common_one(open_index: Open) -> None:
    weights = open_index(FRUIT).search("Do apples grow?", 3).weights
    assert weights[stem("apples")] > weights[stem("grow")]


def test_scope_leaves_out_all_other_documents(open_index: Open) -> None:
    index = open_index(FRUIT)
    found = index.search("What grows?", 5, ["pear.txt"])
    assert {hit.passage.span.document for hit in found.hits} == {"pear.txt"}
    assert found.searched == 1
    with pytest.raises(UnknownDocument, match=r"plum\.txt"):
        index.search("What grows?", 5, ["pear.txt", "plum.txt"])


@pytest.mark.parametrize(
    "question", ["?!", "🙂", "the of and", "北京在哪里", '"AND" OR (x* NEAR y)', "a\0b"]
)
def test_any_question_can_be_searched(open_index: Open, question: str) -> None:
    assert open_index(FRUIT).search(question, 5).hits


def test_accents_case_and_possessives_do_not_matter() -> None:
    assert content_words("L’Élite’s café in RUSSIA’S") == ["lelite", "cafe", "russia"]


def test_many_threads_get_the_same_answer(open_index: Open) -> None:
    index = open_index(FRUIT)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: index.search("What is mined?", 3).hits, range(40)))
    assert all(hits == found[0] for hits in found)


@given(WORD, WORD)
def test_edits_are_symmetric_and_zero_only_for_equal_words(one: str, other: str) -> None:
    assert edits(one, other, 3) == edits(other, one, 3)
    assert (edits(one, other, 3) == 0) == (one == other)


@given(WORD, WORD, st.integers(0, 3))
def test_edits_are_counted_to_one_more_than_asked(one: str, other: str, most: int) -> None:
    assert edits(one, other, most) == min(edits(one, other, 6), most + 1)


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [("lithum", "lithium", 1), ("recieve", "receive", 1), ("chile", "child", 1), ("abc", "xyz", 3)],
)
def test_edits_count_letters(one: str, other: str, count: int) -> None:
    assert edits(one, other, 3) == count


@given(st.integers(0, 2**32 - 1))
def test_kept_vectors_move_a_cosine_by_less_than_a_thousandth(seed: int) -> None:
    rows = np.random.default_rng(seed).normal(size=(2, 384)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    kept = unpack(pack(rows))
    assert abs(float(rows[0] @ rows[1]) - float(kept[0] @ kept[1])) < 0.001


def test_a_text_longer_than_the_model_reads_is_refused_not_cut(embedder: Embedder) -> None:
    with pytest.raises(ValueError, match="word pieces"):
        embedder.encode(["word " * 300])


def test_a_vector_does_not_depend_on_its_neighbours(embedder: Embedder) -> None:
    texts = ["One.", "Another sentence, somewhat longer than the first.", "Third words."]
    together = embedder.encode(texts)
    alone = np.concatenate([embedder.encode([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-5)


def test_the_nearest_passages_are_those_of_an_exact_search(
    open_index: Open, embedder: Embedder
) -> None:
    files = {f"{n}.txt": f"Item {n} costs {n * 7} coins in shop {n % 13}." for n in range(120)}
    index = open_index(files)
    question = "What does item 42 cost?"
    vector = embedder.encode([question])[0]
    texts = list(files.values())
    exact = np.argsort(-(embedder.encode(texts) @ vector))[:10]
    near = index.search(question, 50).hits
    dense = sorted((h for h in near if h.dense_rank), key=lambda h: h.dense_rank or 0)[:10]
    assert len({h.passage.text for h in dense} & {texts[i] for i in exact}) >= 9


def test_a_search_for_more_vectors_than_are_left_gives_all(
    tmp_path: Path, home: Server | None
) -> None:
    vectors = np.random.default_rng(0).normal(size=(200, 16)).astype(np.float32)
    store = VectorStore(own_home(tmp_path, None, home), 1, create=True)
    assert store.search(vectors[0], 50) == []
    ids = [str(n) for n in range(200)]
    store.add(zip(ids, ["one"] * 200, pack(vectors), strict=True))
    store.delete(ids[7:])
    assert {id for id, _ in store.search(vectors[0], 50)} == set(ids[:7])
    assert store.search(vectors[0], 50, ["other"]) == []
    store.close()


def test_vectors_of_an_older_version_are_searched_as_closely_once_written_to(
    tmp_path: Path, home: Server | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = own_home(tmp_path, None, home)
    with monkeypatch.context() as older:
        older.setattr("index.vectors.EF_SEARCH", 30)
        VectorStore(there, 1, create=True).close()
    VectorStore(there, 1, create=True).close()
    client = there.client()
    collection = client.get_collection(f"{there.prefix}1", embedding_function=None)
    assert collection.configuration_json["hnsw"]["ef_search"] == EF_SEARCH
    there.let_go(client)


def test_every_word_of_the_article_finds_a_passage(open_index: Open) -> None:
    text = ARTICLE.read_text("utf-8")
    index = open_index({"article.txt": text})
    lost = [w for w in content_words(text) if not index.catalog.search([stem(w)], 1)]
    assert lost == []


def test_a_search_sees_one_generation_though_the_index_is_switched_meanwhile(
    open_index: Open, tmp_path: Path, embedder: Embedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index(FRUIT)
    real = index._nearest

    def switched_after(*asked: Any) -> list[tuple[str, float]]:
        found = real(*asked)
        monkeypatch.setattr(index, "_nearest", real)
        sync(tmp_path / "documents", tmp_path / "index", embedder, rebuild=True)
        return found

    monkeypatch.setattr(index, "_nearest", switched_after)
    hits = index.search("What grows in orchards?", 3).hits
    assert len(hits) == 3
    assert all(hit.dense_rank for hit in hits)


def test_a_text_that_is_there_twice_is_found_once(open_index: Open) -> None:
    told = "The lighthouse was lit in 1890 and burned for a century."
    index = open_index({"a.txt": told, "b.txt": told, "c.txt": "The mill was sold in 1870."})
    assert [
        h.passage.span.document for h in index.search("When was the lighthouse lit?", 5).hits
    ] == [
        "a.txt",
        "c.txt",
    ]


def test_a_folder_limits_a_search_to_all_documents_below_it(open_index: Open) -> None:
    told = "The mill was sold in 1870."
    index = open_index(
        {"reports/a.txt": told, "reports/old/b.txt": f"{told} It burned.", "reports2/c.txt":
         f"{told} It stood.", "reports.txt": f"{told} It is gone."}
    )  # fmt: skip
    for name in ("reports", "reports/"):
        found = index.search("When was the mill sold?", 9, [name]).hits
        assert {h.passage.span.document for h in found} == {"reports/a.txt", "reports/old/b.txt"}
    both = index.catalog.within(["reports/old", "reports.txt", "reports"])
    assert both == ("reports/old/b.txt", "reports.txt", "reports/a.txt")


def test_of_many_unknown_words_the_longest_are_mended(open_index: Open) -> None:
    index = open_index({"a.txt": "The lighthouse, windmill, brewery, tavern and chapel are shut."})
    stems = index.catalog.stems("lighthuose windmlil brewrey tavren chaepl")
    held = [term for term, passages in stems.items() if passages]
    assert (len(stems), held) == (5, [stem(w) for w in ("brewery", "lighthouse", "windmill")])


@pytest.mark.parametrize("wider", [1, 20])
def test_a_search_can_be_limited_to_more_documents_than_one_call_of_chroma_takes(
    open_index: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wider: int
) -> None:
    index = open_index({f"{n}.txt": f"Town {n} has {n + 3} mills." for n in range(30)})
    vector = index.embedder.encode(["How many mills has town 12?"])[0]
    named = [f"{n}.txt" for n in range(20, 30)]
    with closing(store_of(tmp_path / "index", index.catalog)) as store:
        nearest = store.search(vector, 5, named)
        monkeypatch.setattr(index_vectors, "WIDER", wider)  # with 1, others are nearest of all
        others = [f"gone/{n}.txt" for n in range(33_000)]
        assert store.search(vector, 5, [*named[:5], *others, *named[5:]]) == nearest
        assert store.search(vector, 50, [*named, *others]) == store.search(vector, 50, named)


def test_an_unknown_document_is_named_with_one_of_a_like_name(open_index: Open) -> None:
    index = open_index({"reports/mill.txt": "The mill was sold."})
    with pytest.raises(
        UnknownDocument, match=r"mill\.md: did you mean reports/mill\.txt\? It is not"
    ):
        index.search("mill", 1, ["mill.md"])
    with pytest.raises(UnknownDocument, match=r"^100%_: not in the index"):
        index.search("mill", 1, ["100%_"])
