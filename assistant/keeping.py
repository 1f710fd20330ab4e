"""`footnote backup` and `footnote restore`: an index as one file, and back."""

import argparse
import sys
from pathlib import Path

from assistant.settings import Settings
from assistant.verbs import Verb


def _backup_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="the file to write")


def _backup(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.syncing import place_of
    from index.backup import back_up

    held = back_up(place_of(settings), arguments.file)
    size = arguments.file.stat().st_size
    sys.stdout.write(
        f"{arguments.file}: {held.documents} documents, {held.passages} passages, {size} bytes\n"
    )
    return 0


def _restore_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `backup` wrote")
    parser.add_argument(
        "--replace", action="store_true", help="replace the whole index that is there"
    )


def _restore(arguments: argparse.Namespace, settings: Settings) -> int:
    from assistant.chroma import server_of
    from assistant.syncing import place_of
    from index.backup import restore
    from index.embedding import open_embedder

    embedder = open_embedder(settings.embedding, settings.device)
    held = restore(
        arguments.file,
        place_of(settings),
        embedder,
        replace=arguments.replace,
        server=server_of(settings),
    )
    sys.stdout.write(
        f"restored {held.documents} documents, {held.passages} passages as of {held.made}; "
        "`footnote index` brings them in line with the documents\n"
    )
    return 0


BACKUP = Verb("backup", "write the index into one file", _backup_arguments, _backup)
RESTORE = Verb("restore", "put an index back from a backup", _restore_arguments, _restore)
