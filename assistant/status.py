"""How an assistant's index stands: what it holds, when it was synced, what was left out and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.pace import UNKNOWN, Pace

LISTED = 500
"""Files that each list names at most; the counts are of all."""


@dataclass(frozen=True, slots=True)
class Status:
    """The state of the index. `synced` is when a sync was last completed (UTC, ISO 8601), `done`
    and `total` are bytes of the files being indexed, at the pace told, `error` is why the last sync
    failed. `failed` and `skipped` map a path below the folder to the reason."""

    documents: int
    passages: int
    synced: str | None
    indexing: bool
    done: int
    total: int
    error: str | None
    failed: Mapping[str, str]
    skipped: Mapping[str, str]
    pace: Pace = UNKNOWN

    def to_json(self) -> dict[str, Any]:
        """The state as the API gives it."""
        return {
            "documents": self.documents,
            "passages": self.passages,
            "synced": self.synced,
            "state": "indexing" if self.indexing else "ready",
            "done": self.done,
            "total": self.total,
            "rate": self.pace.rate and round(self.pace.rate),
            "seconds_left": None if self.pace.left is None else round(self.pace.left),
            "error": self.error,
            "failed": _listed(self.failed),
            "failed_count": len(self.failed),
            "skipped": _listed(self.skipped),
            "skipped_count": len(self.skipped),
        }


def _listed(files: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"path": path, "reason": reason} for path, reason in list(files.items())[:LISTED]]
