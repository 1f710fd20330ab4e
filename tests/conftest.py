"""The real parts that most tests need, opened once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant, open_assistant
from assistant.settings import Settings
from evals.scripted.server import Scripted, scripted
from index.embedding import Embedder, open_embedder
from index.retrieval import Index
from index.sync import sync
from index.weights import NAME
from tests.models.scripts import well_behaved

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "documents" / "russia-latin-america.txt"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default model."""
    return open_embedder(NAME)


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    """Writes files into a documents folder: `folder({"a.txt": "text"})`; bytes stay bytes."""
    place = tmp_path / "documents"

    def write(files: dict[str, str | bytes]) -> Path:
        place.mkdir(exist_ok=True)
        for name, content in files.items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return place

    return write


@pytest.fixture
def open_index(
    folder: Callable[..., Path], tmp_path: Path, embedder: Embedder
) -> Iterator[Callable[[dict[str, str]], Index]]:
    """Indexes files and opens the index: `open_index({"a.txt": "text"})`."""
    opened: list[Index] = []

    def index(files: dict[str, str]) -> Index:
        place = tmp_path / "index"
        sync(folder(files), place, embedder)
        opened.append(Index(place, embedder))
        return opened[-1]

    yield index
    for one in opened:
        one.close()


@pytest.fixture(scope="session")
def article_assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """The assistant over the article that ships."""
    data = tmp_path_factory.mktemp("article")
    assistant = open_assistant(Settings(documents=ARTICLE.parent, data=data))
    yield assistant
    assistant.close()


@pytest.fixture
def scripted_model() -> Iterator[Scripted]:
    """A real server of language models on this machine; it is well behaved until its `script` is
    another of `tests.models.scripts`."""
    with scripted(well_behaved) as server:
        yield server
