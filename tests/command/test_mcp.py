"""`footnote mcp` as other programs start it: the official client over standard input and output."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters

from tests.command.conftest import environment, python
from tests.command.running import Run
from tests.conftest import ARTICLE, ROOT

ANSWERED = "Which payment cards did Russia introduce in Cuba and Venezuela?"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def command(data: Path) -> list[str]:
    where = ["--documents", str(ARTICLE.parent), "--data", str(data), "--reader", "light"]
    return ["-m", "assistant", "mcp", *where]


def talk(command: list[str], say: Callable[[Client], Awaitable[Any]], mode: Any) -> Any:
    """What comes of a conversation with the command."""

    async def whole() -> Any:
        server = StdioServerParameters(
            command=sys.executable, args=command, cwd=ROOT, env=environment()
        )
        async with Client(server, mode=mode) as client:
            return await say(client)

    return asyncio.run(whole())


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_program_asks_searches_and_reads(command: list[str], mode: str) -> None:
    async def say(client: Client) -> None:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        assert tools == ["ask", "search_passages", "read_document"]
        answer = await client.call_tool("ask", {"question": ANSWERED})
        (citation, *_) = answer.structured_content["citations"]
        assert f"“{citation['quote']}”" in answer.content[0].text
        found = await client.call_tool("search_passages", {"question": ANSWERED, "k": 2})
        assert len(found.structured_content["passages"]) == 2
        place = {key: citation[key] for key in ("document", "start", "end")}
        read = await client.call_tool("read_document", place)
        assert read.structured_content["text"] == citation["quote"]
        (resource,) = (await client.list_resources()).resources
        (content,) = (await client.read_resource(resource.uri)).contents
        assert content.text == ARTICLE.read_text("utf-8")
        refused = await client.call_tool("ask", {"question": "", "documents": []})
        assert refused.is_error

    talk(command, say, mode)


def test_nothing_but_the_protocol_is_printed(command: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=environment(),
        input=b'{"jsonrpc": "2.0", "id": 1, "method": "ping"}\nnonsense\n',
        capture_output=True,
        timeout=120,
    )
    assert ran.returncode == 0
    assert all(line.startswith(b'{"jsonrpc"') for line in ran.stdout.splitlines())
    assert b"Traceback" not in ran.stderr


def test_a_folder_that_is_not_there_is_an_error_in_one_line(footnote: Run, tmp_path: Path) -> None:
    footnote("mcp", "--documents", tmp_path / "gone").complained("gone", "", "")


def test_asking_does_not_load_the_protocol(tmp_path: Path) -> None:
    check = (
        "import sys, assistant.cli, assistant.assistant; assistant.cli.parser('ask');"
        "sys.exit(any(name.partition('.')[0] == 'mcp' for name in sys.modules))"
    )
    assert python(tmp_path, "-c", check, PYTHONPATH=os.fspath(ROOT)).code == 0
