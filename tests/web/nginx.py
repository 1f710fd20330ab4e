"""A real nginx before a server, with the configuration that ships, on this machine alone."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from tests.waiting import until

EXAMPLE = Path(str(files("assistant.web") / "examples" / "nginx.conf"))
NO_NAMES: Mapping[str, str] = {}
PLACES = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/bin")
AROUND = """
daemon off;
worker_processes 1;
{user}
pid {place}/nginx.pid;
error_log {place}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {place}/body;
    proxy_temp_path {place}/proxy;
    fastcgi_temp_path {place}/fastcgi;
    uwsgi_temp_path {place}/uwsgi;
    scgi_temp_path {place}/scgi;
{servers}
}}
"""


def nginx_path() -> str:
    """The program; skips the test where there is none, and fails it in CI."""
    path = shutil.which("nginx") or shutil.which("nginx", path=os.pathsep.join(PLACES))
    if path is None:
        reason = "no nginx found"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


class Nginx:
    """An nginx that is started and stopped; `port` is where it listens, the same each time."""

    def __init__(self, place: Path, servers: str) -> None:
        """`servers` are server blocks, `{port}` in them where they listen."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        user = "user root root;" if os.geteuid() == 0 else ""
        content = AROUND.format(
            place=place, user=user, servers=servers.replace("{port}", str(self.port))
        )
        self._file = place / "nginx.conf"
        self._file.write_text(content)
        self._log = place / "error.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, and returns once it listens."""
        command = [nginx_path(), "-p", str(self._file.parent), "-c", str(self._file)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until(self._listens)

    def stop(self) -> None:
        """Stops it at once, whatever it is passing on."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None

    def _listens(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self._log.read_text()
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


@contextmanager
def nginx_before(
    place: Path, root: int, below: int, names: Mapping[str, str] = NO_NAMES
) -> Iterator[Nginx]:
    """The nginx of the example, before the server at its root and the one below a path.

    `names` are others to go by than those in the example.
    """
    example = EXAMPLE.read_text("utf-8")
    assert example.count("listen 80;") == 2
    for name, other in names.items():
        example = example.replace(f"server_name {name};", f"server_name {other};")
    servers = (
        example.replace("listen 80;", "listen 127.0.0.1:{port};")
        .replace("127.0.0.1:7860;", f"127.0.0.1:{root};")
        .replace("127.0.0.1:7860/;", f"127.0.0.1:{below}/;")
    )
    nginx = Nginx(place, servers)
    nginx.start()
    try:
        yield nginx
    finally:
        nginx.stop()
