"""The state of the index over HTTP, and asking for it to be brought in line with the folder."""

import secrets
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from assistant.feedback.given import is_kept
from assistant.web.writer import WriterSaid, writer_of

if TYPE_CHECKING:
    from assistant.assistant import Assistant


class LeftOut(BaseModel):
    """A file of the folder that is not indexed, and why."""

    path: str
    reason: str


class StatusSaid(BaseModel):
    """What the index holds, how far it has followed its folder, and what was left out.

    `synced` is when it last did (UTC); `done` and `total` are bytes of the files being indexed,
    `rate` is bytes a second, null while there is none to tell, and then so is `seconds_left`;
    `error` is why the last try failed. The lists name some hundred files at most, the counts are
    of all. `writer` is the language model that writes the answers, null where there is none.
    `upload` and `feedback` say whether the server takes those; `server` is another one after a
    restart.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "documents": 12,
                    "passages": 340,
                    "synced": "2026-07-14T09:05:00Z",
                    "state": "ready",
                    "done": 0,
                    "total": 0,
                    "rate": None,
                    "seconds_left": None,
                    "error": None,
                    "failed": [{"path": "locked.pdf", "reason": "encrypted"}],
                    "failed_count": 1,
                    "skipped": [],
                    "skipped_count": 0,
                    "writer": None,
                    "upload": False,
                    "feedback": True,
                    "version": "0.1.0",
                    "server": "5a1c3f0e9b7d2468",
                }
            ]
        }
    )

    documents: int
    passages: int
    synced: str | None
    state: Literal["indexing", "ready"]
    done: int
    total: int
    rate: int | None
    seconds_left: int | None
    error: str | None
    failed: list[LeftOut]
    failed_count: int
    skipped: list[LeftOut]
    skipped_count: int
    writer: WriterSaid | None
    upload: bool
    feedback: bool
    version: str
    server: str


class Syncing(BaseModel):
    """The index follows the folder from now on."""

    state: Literal["indexing"]


def add_status(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the routes that tell the state of the index and have it synced."""
    fixed = {
        "writer": writer_of(assistant),
        "upload": assistant.settings.allow_upload,
        "feedback": is_kept(assistant.settings),
        "version": version("footnote"),
        "server": secrets.token_hex(8),  # another one after a restart
    }

    @router.get("/status", response_model=StatusSaid)
    def status() -> dict[str, Any]:
        """What the index holds, how far it has followed its folder, and what could not be read."""
        return assistant.status().to_json() | fixed

    @router.post("/sync", status_code=202, response_model=Syncing)
    def sync() -> dict[str, str]:
        """Has the index follow the folder; `status` tells how far it is."""
        assistant.sync_soon()
        return {"state": "indexing"}
