"""Building the application in a test."""

import asyncio
import warnings
from typing import Any

from fastapi import FastAPI

from assistant.web.app import build_app


def build(assistant: Any) -> FastAPI:
    """The application for an assistant, without the noise that Gradio makes as it is built."""

    async def built() -> FastAPI:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return build_app(assistant)

    # Where no event loop runs, Gradio makes one for each of its locks and closes none of them.
    return asyncio.run(built())
