"""The state of the index over HTTP, and asking for it to be brought in line with the folder."""

import secrets
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends

from assistant.feedback.given import is_kept
from assistant.web.origin import refuse_other_sites

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def add_status(router: APIRouter, assistant: "Assistant") -> None:
    """Adds the routes that tell the state of the index and have it synced."""
    fixed = {
        "upload": assistant.settings.allow_upload,
        "feedback": is_kept(assistant.settings),
        "version": version("footnote"),
        "server": secrets.token_hex(8),  # another one after a restart
    }

    @router.get("/status")
    def status() -> dict[str, Any]:
        """What the index holds, how far it has followed its folder, and what could not be read."""
        return assistant.status().to_json() | fixed

    @router.post("/sync", status_code=202, dependencies=[Depends(refuse_other_sites)])
    def sync() -> dict[str, str]:
        """Has the index follow the folder; `status` tells how far it is."""
        assistant.sync_soon()
        return {"state": "indexing"}
