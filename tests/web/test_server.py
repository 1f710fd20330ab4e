import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from assistant.web.server import address_of, listen
from index.errors import InvalidInput

SERVE = """
from assistant.web.server import serve
from tests.web.fake_assistant import FakeAssistant
serve(FakeAssistant({"a.txt": "One."}, {}, pause=3), "127.0.0.1", 0)
"""
ASKED = {
    "data": [None],
    "event_data": {"id": "a", "question": {"question": "Who?"}},
    "fn_index": 0,
    "session_hash": "abc",
}


def test_taken_port_is_said_in_one_line() -> None:
    with listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(InvalidInput) as refused:
            listen("127.0.0.1", port)
    assert str(refused.value) == (
        f"port {port} on 127.0.0.1: already in use; choose another with --port"
    )


def test_address_of_another_machine_is_refused() -> None:
    with pytest.raises(InvalidInput, match="not an address of this machine"):
        listen("192.0.2.1", 0)


def test_address_is_one_to_open() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        assert address_of(listener) == f"http://127.0.0.1:{port}/"
        with socket.create_connection(("127.0.0.1", port), timeout=5):
            pass
    with listen("0.0.0.0", 0) as listener:
        assert address_of(listener).startswith("http://127.0.0.1:")


def test_finding_a_taken_port_does_not_wait_for_gradio() -> None:
    check = "import sys, assistant.web.server as s; sys.exit('gradio' in sys.modules)"
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", check], cwd=root, check=False).returncode == 0


def test_interrupt_stops_quietly_though_a_page_is_open() -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        cwd=Path(__file__).parents[2],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        assert line.startswith("Footnote is at http://127.0.0.1:")
        address = line.split()[3]
        asked = urllib.request.Request(
            f"{address}gradio_api/queue/join",
            json.dumps(ASKED).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(asked, timeout=30):
            pass
        stream = f"{address}gradio_api/queue/data?session_hash=abc"
        with urllib.request.urlopen(stream, timeout=30) as answer:
            assert answer.readline().startswith(b"data: ")
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=15)
        assert server.returncode == 0
        assert out == ""
        assert "Traceback" not in err
    finally:
        server.kill()
        server.wait()
