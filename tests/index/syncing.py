"""Another process that writes an index: `python -m tests.index.syncing FOLDER PLACE` syncs once for
each line that it is sent, and answers with one."""

import sys
from pathlib import Path

from index.embedding import open_embedder
from index.sync import sync
from index.weights import NAME


def main() -> None:
    """Serves until there are no more lines."""
    folder, place = map(Path, sys.argv[1:])
    embedder = open_embedder(NAME)
    for _ in sys.stdin:
        done = sync(folder, place, embedder, may_be_empty=True)
        sys.stdout.write(f"{done.passages}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
