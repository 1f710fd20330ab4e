"""What set-up relies on: the lock, the choices of install.py, the document that ships."""

import hashlib
import http.server
import os
import re
import socket
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import install

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = "d990135bb462061ebff2abff7aeab2824856d923f0e40ac367fb1bf3b04a57ef"
"""SHA-256 of documents/russia-latin-america.txt as it was supplied."""


def lock_lines() -> list[str]:
    return (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()


def locked() -> dict[str, list[str]]:
    """Pinned versions by name; a package may be pinned apart for several Python versions."""
    pins: dict[str, list[str]] = {}
    for line in lock_lines():
        name, _, version = line.split(";")[0].strip().partition("==")
        pins.setdefault(normal(name), []).append(version)
    return pins


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def requirements() -> list[str]:
    pyproject = project()
    groups = pyproject["dependency-groups"].values()
    named = [one for group in groups for one in group if isinstance(one, str)]
    return pyproject["project"]["dependencies"] + named


# The lock


def test_every_line_of_the_lock_pins_one_version() -> None:
    assert [
        line for line in lock_lines() if not re.match(r"[a-z0-9-]+==[0-9][^ ]*( ; .+)?$", line)
    ] == []


def test_lock_is_sorted_and_says_nothing_twice() -> None:
    assert lock_lines() == sorted(set(lock_lines()))


def test_lock_pins_the_torch_of_pyproject() -> None:
    assert locked()["torch"] == ["2.13.0"]
    assert "torch==2.13.0" in requirements()
    assert install.locked_torch("\n".join(lock_lines())) == "torch==2.13.0"


def test_every_requirement_of_pyproject_is_in_the_lock() -> None:
    names = {normal(re.split(r"[<>=!~\[; ]", requirement)[0]) for requirement in requirements()}
    assert names - locked().keys() == set()


def test_exact_requirements_of_pyproject_are_locked_so() -> None:
    exact = dict(requirement.split("==") for requirement in requirements() if "==" in requirement)
    assert {name: locked()[normal(name)] for name in exact} == {n: [v] for n, v in exact.items()}


def test_lock_names_no_gpu_library() -> None:
    assert [name for name in locked() if re.match(r"nvidia|cuda|triton", name)] == []


# The choice of torch's index


def yes() -> bool:
    return True


def no() -> bool:
    return False


def never() -> bool:
    raise AssertionError("asked without need")


def test_linux_without_gpu_takes_the_cpu_index_when_it_answers() -> None:
    assert install.torch_index("Linux", has_gpu=no, index_answers=yes) == install.CPU_INDEX


def test_linux_with_gpu_takes_plain_pip_without_asking_the_cpu_index() -> None:
    assert install.torch_index("Linux", has_gpu=yes, index_answers=never) is None


def test_silent_cpu_index_means_plain_pip() -> None:
    assert install.torch_index("Linux", has_gpu=no, index_answers=no) is None


@pytest.mark.parametrize("system", ["Darwin", "Windows"])
def test_other_systems_take_plain_pip_without_asking(system: str) -> None:
    assert install.torch_index(system, has_gpu=never, index_answers=never) is None


def test_loaded_nvidia_driver_is_a_gpu(tmp_path: Path) -> None:
    assert install.has_nvidia_gpu(driver=tmp_path, tool="no-such-tool")


def test_no_driver_and_no_tool_is_no_gpu(tmp_path: Path) -> None:
    assert not install.has_nvidia_gpu(driver=tmp_path / "none", tool="no-such-tool")


@pytest.mark.skipif(sys.platform == "win32", reason="needs a shell")
@pytest.mark.parametrize(("code", "gpu"), [(0, True), (9, False)])
def test_nvidia_tool_counts_only_when_it_answers(tmp_path: Path, code: int, gpu: bool) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\nexit {code}\n", encoding="utf-8")
    tool.chmod(0o755)
    assert install.has_nvidia_gpu(driver=tmp_path / "none", tool=str(tool)) is gpu


class Page(http.server.BaseHTTPRequestHandler):
    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def page() -> Iterator[str]:
    """The address of a server on this machine that answers."""
    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server on this machine that takes a connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}/"


def test_index_that_answers_is_heard(page: str) -> None:
    assert install.answers(page, seconds=10)


def test_silent_index_is_given_up_in_time(silent: str) -> None:
    start = time.monotonic()
    assert not install.answers(silent, seconds=0.3)
    assert time.monotonic() - start < 2


def test_refused_connection_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert not install.answers(f"http://127.0.0.1:{port}/", seconds=10)


# Failures say what to do


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 13, 9)])
def test_supported_python_passes(version: tuple[int, int, int]) -> None:
    install.check_python(version)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13), (3, 14, 0)])
def test_other_python_names_itself_and_what_to_install(version: tuple[int, int, int]) -> None:
    with pytest.raises(install.SetupFailed) as caught:
        install.check_python(version)
    message = str(caught.value)
    assert message.startswith("Python " + ".".join(map(str, version)))
    assert "3.11, 3.12 or 3.13" in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28]", "disk is full"),
        ("because ensurepip is not\navailable.  On Debian/Ubuntu", "without the venv module"),
        ("/usr/bin/python3: No module named venv", "without the venv module"),
        ("NewConnectionError('Failed to establish a new connection", "cannot be reached"),
        ("Read timed out.", "cannot be reached"),
        ("SSLError(SSLCertVerificationError(1, ...))", "certificate"),
        ("[Errno 13] Permission denied: '/x'", "cannot be written"),
        ("ERROR: No matching distribution found for a==1", "no build for this system"),
        ("ERROR: Failed building wheel for a", "had to be compiled"),
    ],
)
def test_failure_names_its_cause_and_a_next_step(line: str, reason: str) -> None:
    error = install.failure("a==1", install.Outcome(1, ("first", line), 0.0, False))
    assert str(error).startswith("a==1: ")
    assert reason in str(error)
    assert str(error).endswith("then run this again")
    assert error.output == ("first", line)


def test_lost_network_is_named_although_pip_also_says_that_nothing_matches() -> None:
    output = ("NewConnectionError(...)", "ERROR: No matching distribution found for a==1")
    cause = install.cause_of(output)
    assert cause is not None
    assert "cannot be reached" in cause.reason


def test_unknown_failure_shows_the_last_lines_and_the_exit_code() -> None:
    output = tuple(f"line {number}" for number in range(30))
    error = install.failure("a==1", install.Outcome(7, output, 0.0, False))
    assert "exit code 7" in str(error)
    assert error.output == output[-12:]


def test_error_is_printed_without_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 13, "final", 0))
    assert install.main() == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("set-up: Python 3.10.13: ")
    assert printed.err.count("\n") == 1


def test_command_that_fails_gives_its_code_and_its_words() -> None:
    program = "import sys; print('said'); print('why', file=sys.stderr); sys.exit(3)"
    outcome = install.run([sys.executable, "-c", program])
    assert outcome.code == 3
    assert sorted(outcome.output) == ["said", "why"]


# Progress


@pytest.mark.parametrize(
    ("line", "size"),
    [
        ("  Downloading a-1.0-py3-none-any.whl (12.5 MB)", 12.5),
        ("Downloading b-2.0.whl.metadata (1.5 kB)", 0.0015),
        ("  Downloading https://host/c-3.whl (2.0 GB)", 2000.0),
        ("Collecting a==1 (from -r requirements.lock (line 1))", 0.0),
    ],
)
def test_size_of_a_download_is_read_from_pips_line(line: str, size: float) -> None:
    assert install.megabytes(line) == pytest.approx(size)


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s")])
def test_durations_are_for_people(seconds: float, text: str) -> None:
    assert install.duration(seconds) == text


# The Makefile


def make(*arguments: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run make as from a shell, though these tests may themselves be run by make."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    command = ["make", "--no-print-directory", *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True)


@pytest.mark.skipif(sys.platform == "win32", reason="needs make")
def test_make_names_the_remedy_when_no_python_fits(tmp_path: Path) -> None:
    for name in ("Makefile", "install.py", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    done = make("PYTHON=", "run", folder=tmp_path)
    assert done.returncode != 0
    assert "no 3.11, 3.12 or 3.13 found" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs make")
def test_every_target_of_make_has_a_line_of_help() -> None:
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    assert {line.split()[1] for line in make("help").stdout.splitlines()} == targets


# The document that ships


def test_article_is_the_only_document_and_unchanged() -> None:
    assert [path.name for path in (ROOT / "documents").iterdir()] == ["russia-latin-america.txt"]
    content = (ROOT / "documents" / "russia-latin-america.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == ARTICLE


def test_notice_excepts_the_article_from_the_licence() -> None:
    assert "documents/russia-latin-america.txt" in (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
