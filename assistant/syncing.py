"""The index of a documents folder: where it lives, and bringing it in line."""

import hashlib
from pathlib import Path

from assistant.chroma import server_of
from assistant.settings import Settings
from index.embedding import Embedder, open_embedder
from index.errors import FolderUnusable
from index.intake import Progress
from index.sync import SyncSummary, sync


def place_of(settings: Settings) -> Path:
    """Where the index of a documents folder lives: every folder has its own in the data folder."""
    folder = settings.documents.resolve()
    key = hashlib.sha256(str(folder).encode(errors="surrogateescape")).hexdigest()[:12]
    return settings.data / f"{folder.name or 'root'}-{key}"


def sync_index(
    settings: Settings, *, rebuild: bool = False, progress: Progress | None = None
) -> SyncSummary:
    """Brings the index in line with the documents folder; raises as `index.sync.sync` does.

    Raises `FolderUnusable` where not one document could be read, unless uploads may change that.
    """
    embedder = open_embedder(settings.embedding, settings.device)
    return sync_with(settings, embedder, rebuild=rebuild, progress=progress)


def sync_with(
    settings: Settings,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    progress: Progress | None = None,
) -> SyncSummary:
    """The same with an embedder that is open already."""
    place = place_of(settings)
    summary = sync(
        settings.documents,
        place,
        embedder,
        rebuild=rebuild,
        may_be_empty=settings.allow_upload,
        progress=progress,
        server=server_of(settings),
    )
    if not summary.passages and not settings.allow_upload:
        path, reason = next(iter(summary.failed.items()), ("", "no document"))
        raise FolderUnusable(
            f"{settings.documents}: none of its documents could be read; {path}: {reason}"
        )
    return summary
