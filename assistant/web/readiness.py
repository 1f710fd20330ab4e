"""Whether the server can answer: the index is open, and the models have answered once."""

import logging
import threading
from typing import TYPE_CHECKING

from assistant.web.problem import CHROMA_GONE
from index.errors import ChromaUnusable

if TYPE_CHECKING:
    from assistant.assistant import Assistant

NOT_YET = "The models are being loaded. Try again in some seconds."
NOT_LOADED = "The models cannot be loaded; the server's log has the reason."
CLOSED = "The server is stopping."
UNREADABLE = "The index cannot be read at the moment."

logger = logging.getLogger(__name__)


class Readiness:
    """Tells whether an assistant can answer; loads what it needs beside everything else."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loaded = False
        self._failed = False

    def begin(self) -> None:
        """Has the models loaded, unless they are or are being loaded."""
        with self._lock:
            if self._loaded or (self._thread is not None and self._thread.is_alive()):
                return
            self._thread = threading.Thread(target=self._load, name="warm-up", daemon=True)
            self._thread.start()

    def wait(self, seconds: float | None = None) -> None:
        """Waits until what `begin` began has ended."""
        if self._thread is not None:
            self._thread.join(seconds)

    def lacks(self) -> str | None:
        """What stands in the way of answers, None where nothing does. What failed is tried
        again."""
        if self._assistant.closed:
            return CLOSED
        if not self._loaded:
            failed = self._failed
            self.begin()
            return NOT_LOADED if failed else NOT_YET
        try:
            self._assistant.check()
        except ChromaUnusable as error:
            logger.error("%s", error)
            return CHROMA_GONE
        except Exception:
            logger.exception("the index cannot be read")
            return UNREADABLE
        return None

    def _load(self) -> None:
        try:
            self._assistant.warm_up()
        except Exception:
            self._failed = True
            if not self._assistant.closed:  # as the server stops, nothing needs loading any more
                logger.exception("the models could not be loaded")
        else:
            self._loaded = True
