"""A real Chroma server on loopback, as `chroma run` starts it."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from index.chroma_address import Server, server_at
from tests.waiting import until

PATIENCE = 180.0
"""Seconds that a server may take to start on a busy machine."""


def free_port() -> int:
    """A port of loopback that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class ChromaRun:
    """`chroma run` over a folder; it can be killed and started again at the same address."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder, self.port = folder, port or free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def server(self) -> Server:
        return server_at(self.url)

    def start(self) -> None:
        """Returns once it answers."""
        command = Path(sys.executable).with_name("chroma")
        with (self.folder.parent / f"{self.folder.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [command, "run", "--path", self.folder, "--host", "127.0.0.1", "--port",
                 str(self.port)],
                stdout=log,
                stderr=log,
            )  # fmt: skip
        try:
            until(self._answers, PATIENCE)
        except BaseException:
            self.kill()
            raise

    def kill(self) -> None:
        """Ends it as a power failure would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, "chroma run ended"
        try:
            with urllib.request.urlopen(f"{self.url}/api/v2/heartbeat", timeout=5):
                return True
        except (urllib.error.URLError, OSError):
            return False
