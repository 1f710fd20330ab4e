"""Watching the documents folder: the index follows whatever changes in it while the server runs."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles import Change, watch

from assistant.settings import Settings
from index.ignoring import NAME

QUIET = 300
"""Milliseconds without a change after which is told of those before."""
LONGEST = 2_000
"""Milliseconds after which is told whether it is quiet or not."""
LOOK = 1.0
"""Seconds between looks at whether the folder is still the one that is watched."""
POLLED = 5.0
"""Seconds between looks through a folder that the system cannot watch."""

logger = logging.getLogger(__name__)

Identity = tuple[int, int]


@contextmanager
def watching(settings: Settings, changed: Callable[[], None]) -> Iterator[None]:
    """Calls `changed` soon after something in the documents folder has changed, if the settings
    want that, from a thread of its own.

    It is also called once the watch begins, and when the folder itself is replaced. Names that
    begin with a dot, and the data folder, are of no interest.
    """
    if not settings.watch and settings.watch_every is None:
        yield
        return
    watcher = _Watcher(settings.documents, settings.data, changed, settings.watch_every)
    thread = threading.Thread(target=watcher.run, name="watching", daemon=True)
    thread.start()
    try:
        yield
    finally:
        watcher.stop.set()
        thread.join()


class _Watcher:
    def __init__(
        self, folder: Path, data: Path, changed: Callable[[], None], every: float | None
    ) -> None:
        self.folder, self.changed, self.every = folder, changed, every
        self.data = data.resolve()
        self.stop = threading.Event()

    def run(self) -> None:
        """Watches the folder, and the one in its place whenever it is replaced, until stopped."""
        while not self.stop.is_set():
            seen = _identity(self.folder)
            if seen is not None:
                try:
                    self._watch(seen)
                except Exception as error:  # of the system: a limit, a folder that just went
                    if _identity(self.folder) == seen:
                        self._poll(error)
            self.stop.wait(LOOK)

    def _watch(self, seen: Identity) -> None:
        """Watches until it is stopped or the folder is another one."""
        root = self.folder.resolve()
        begun = False
        for changes in watch(
            root,
            watch_filter=lambda change, path: self._of_interest(root, change, path),
            debounce=LONGEST,
            step=QUIET,
            stop_event=self.stop,
            rust_timeout=int(1000 * LOOK),
            yield_on_timeout=True,
            force_polling=self.every is not None,
            poll_delay_ms=int(1000 * (self.every or LOOK)),
            raise_interrupt=False,
            ignore_permission_denied=True,
        ):
            replaced = _identity(self.folder) != seen
            if changes or replaced or not begun:
                self.changed()
            begun = True
            if replaced:
                return

    def _poll(self, error: Exception) -> None:
        """Has the folder looked through from now on."""
        if self.every is None:
            self.every = POLLED
            logger.warning(
                "%s: the system does not watch it (%s), so it is looked through every %d seconds; "
                "--watch-every says how often",
                self.folder,
                error,
                POLLED,
            )
        else:
            logger.error("%s: cannot be watched: %s", self.folder, error)

    def _of_interest(self, root: Path, change: Change, path: str) -> bool:
        if Path(path).is_relative_to(self.data):
            return False
        names = Path(os.path.relpath(path, root)).parts
        return names == (NAME,) or not any(name.startswith(".") for name in names)


def _identity(folder: Path) -> Identity | None:
    """What tells a folder from another of its name; None where there is none."""
    try:
        facts = folder.stat()
    except OSError:
        return None
    return facts.st_dev, facts.st_ino
