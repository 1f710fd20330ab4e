"""The whole application over real documents, for tests of what the folder holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fastapi.testclient import TestClient

from assistant.assistant import open_assistant
from assistant.settings import Settings
from tests.waiting import until
from tests.web.building import build

FOREIGN = "https://evil.test"


@contextmanager
def client_over(documents: Path, data: Path, *, allow_upload: bool = False) -> Iterator[TestClient]:
    """A client of the application over a folder."""
    assistant = open_assistant(
        Settings(documents=documents, data=data, reader="light", allow_upload=allow_upload)
    )
    try:
        app = build(assistant)
        with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
            yield client
    finally:
        assistant.close()


def followed(client: TestClient) -> dict[str, object]:
    """The status once the index has followed its folder."""
    until(lambda: client.get("/api/v1/status").json()["state"] == "ready")
    status: dict[str, object] = client.get("/api/v1/status").json()
    return status
