"""`footnote mcp`: the MCP server over standard input and output, for a program that starts it."""

import argparse
from functools import partial
from typing import TYPE_CHECKING

from assistant.settings import Settings
from assistant.verbs import Verb, progress_bar, tell_unread

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def _no_arguments(parser: argparse.ArgumentParser) -> None:
    """The settings say it all."""


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    import anyio

    from assistant.assistant import open_assistant

    with progress_bar() as progress:
        assistant = open_assistant(settings, progress)
    tell_unread(assistant.unread)
    try:
        anyio.run(_serve, assistant)
    finally:
        assistant.close()
    return 0


async def _serve(assistant: "Assistant") -> None:
    """Answers until standard input ends. Only the protocol goes to standard output."""
    from mcp.server.stdio import stdio_server

    from assistant.mcp.server import build_server
    from assistant.web.answering import Answering

    # A call that is cancelled stops what it asked.
    answering = Answering(assistant)
    asking, in_turn = partial(answering.asked, "mcp"), partial(answering.turn, "mcp")
    server = build_server(assistant, asking, in_turn)
    async with stdio_server() as (requests, replies):
        await server.run(requests, replies, server.create_initialization_options())


MCP = Verb("mcp", "answer other programs over the Model Context Protocol", _no_arguments, _run)
