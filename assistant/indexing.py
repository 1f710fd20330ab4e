"""`footnote index`: brings the index in line with the documents, or says what that would do."""

import argparse
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.settings import Settings
from assistant.verbs import Verb, progress_bar, show_json

if TYPE_CHECKING:
    from index.changes import Changes

COUNTED = ("added", "updated", "renamed", "removed", "unchanged", "failed")


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="make the index anew from nothing")
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would happen, and write nothing"
    )
    parser.add_argument("--json", action="store_true", help="the summary as one JSON object")


def _index(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.dry_run:
        changes = _foreseen(settings, rebuild=arguments.rebuild)
        text = "\n".join([f"would be: {_counts(changes)}", *_named(changes), *_reasons(changes)])
    else:
        from assistant.syncing import sync_index

        with progress_bar() as progress:
            changes = summary = sync_index(settings, rebuild=arguments.rebuild, progress=progress)
        counts = f"{_counts(summary)}; {summary.passages} passages in the index"
        text = "\n".join([counts, *_reasons(summary)])
    if arguments.json:
        show_json(_as_json(changes))
    else:
        sys.stdout.write(f"{text}\n")
    return 0


def _foreseen(settings: Settings, *, rebuild: bool) -> "Changes":
    from assistant.chroma import server_of
    from assistant.syncing import place_of
    from index.changes import dry_run
    from index.embedding import open_embedder

    return dry_run(
        settings.documents,
        place_of(settings),
        open_embedder(settings.embedding, settings.device),
        rebuild=rebuild,
        may_be_empty=settings.allow_upload,
        server=server_of(settings),
    )


def _as_json(changes: "Changes") -> dict[str, Any]:
    listed = {
        name: [{"path": path, "reason": reason} for path, reason in getattr(changes, name).items()]
        for name in ("failed", "skipped")
    }
    renamed = [{"from": old, "to": new} for old, new in changes.renamed.items()]
    return asdict(changes) | listed | {"renamed": renamed}


def _counts(changes: "Changes") -> str:
    return ", ".join(f"{len(getattr(changes, name))} {name}" for name in COUNTED)


def _named(changes: "Changes") -> list[str]:
    lines = [f"{name}: {id}" for name in ("added", "updated") for id in getattr(changes, name)]
    lines += [f"renamed: {old} -> {new}" for old, new in changes.renamed.items()]
    return [*lines, *(f"removed: {id}" for id in changes.removed)]


def _reasons(changes: "Changes") -> list[str]:
    lines = [f"failed: {path}: {reason}" for path, reason in changes.failed.items()]
    return [*lines, *(f"left out: {path}: {why}" for path, why in changes.skipped.items())]


INDEX = Verb("index", "bring the index in line with the documents", _arguments, _index)
