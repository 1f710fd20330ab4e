"""Any sentence-transformers model as the embedding: nothing is cut silently."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.embedding import Embedder, SentenceTransformerEmbedder
from index.retrieval import Index
from index.sync import sync
from index.weights import model_folder

WORDS = "bridge mill tower river ferry market castle harbour ".split()


@pytest.fixture(scope="module")
def plain() -> Embedder:
    return SentenceTransformerEmbedder(str(model_folder()), "cpu")


@pytest.fixture(scope="module")
def prompted(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """The same model, which wants words before every text."""
    from sentence_transformers import SentenceTransformer

    folder = tmp_path_factory.mktemp("prompted")
    prompts = {"said": "this is what was said: "}
    SentenceTransformer(
        str(model_folder()), device="cpu", prompts=prompts, default_prompt_name="said"
    ).save(str(folder))
    return SentenceTransformerEmbedder(str(folder), "cpu")


def of_pieces(count: int) -> str:
    """A text of so many word pieces."""
    return " ".join(WORDS[n % len(WORDS)] for n in range(count))


@pytest.mark.parametrize("kind", ["plain", "prompted"])
def test_the_longest_text_is_read_whole_and_a_longer_one_refused(
    kind: str, request: pytest.FixtureRequest
) -> None:
    embedder: Embedder = request.getfixturevalue(kind)
    most = embedder.max_pieces - embedder.marker_pieces
    whole = of_pieces(most)
    assert embedder.count([whole]) == [most]
    [vector, other] = embedder.encode([whole, f"{of_pieces(most - 1)} zebra"])
    assert abs(float(vector @ other)) < 0.9999  # so its last word was read
    with pytest.raises(ValueError, match=f"the model reads {embedder.max_pieces}"):
        embedder.encode(["A bridge.", of_pieces(most + 1)])


def test_words_before_every_text_are_left_room_for(plain: Embedder, prompted: Embedder) -> None:
    assert (plain.marker_pieces, prompted.marker_pieces) == (2, 8)
    assert not np.allclose(plain.encode(["A bridge."]), prompted.encode(["A bridge."]), atol=0.01)


def test_a_long_document_and_a_long_question_are_read_with_such_a_model(
    prompted: Embedder, folder: Callable[..., Path], tmp_path: Path
) -> None:
    sync(folder({"long.txt": f"{of_pieces(900)}. The zebra sleeps."}), tmp_path / "index", prompted)
    index = Index(tmp_path / "index", prompted)
    assert index.search(f"Where does the zebra sleep, {of_pieces(600)}?", 3).hits
    index.close()
