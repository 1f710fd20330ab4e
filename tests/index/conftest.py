"""The tests of what keeps vectors run twice: over the index's folder, and over a Chroma server."""

from collections.abc import Iterator
from typing import Any

import pytest

from index.chroma_address import Server
from tests.chroma_run import ChromaRun
from tests.index.homes import mean

TWICE = {
    "test_backup", "test_changes", "test_crash", "test_mending", "test_originals",
    "test_retrieval", "test_stateful", "test_sync",
}  # fmt: skip
"""The modules whose tests make an index and open its vectors."""


@pytest.fixture(scope="session")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaRun]:
    """The server that the tests share."""
    run = ChromaRun(tmp_path_factory.mktemp("chroma") / "database")
    run.start()
    yield run
    run.kill()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Has the modules named above run twice."""
    if metafunc.module.__name__.rpartition(".")[2] in TWICE:
        metafunc.parametrize("home", ["folder", "server"], indirect=True, scope="module")


@pytest.fixture(scope="module", autouse=True)
def home(request: pytest.FixtureRequest) -> Iterator[Server | None]:
    """The server that keeps the vectors of all indexes of a module, None for their folders."""
    if getattr(request, "param", "folder") == "folder":
        yield None
        return
    run: ChromaRun = request.getfixturevalue("chroma")
    with pytest.MonkeyPatch.context() as patch:
        mean(run.server, patch)
        yield run.server


@pytest.fixture
def only_in_folder(home: Any) -> None:
    """For what can only happen to files in the index's folder."""
    if home is not None:
        pytest.skip("the files are the server's own")
