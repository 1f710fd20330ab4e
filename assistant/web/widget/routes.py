"""The routes that other people's pages lead to: `/widget.js`, `/embed`, `/view/…` and `/demo`."""

from typing import TYPE_CHECKING

from fastapi import FastAPI

from assistant.web.access.sites import Sites
from assistant.web.head import OwnFiles
from assistant.web.widget.demo import add_demo
from assistant.web.widget.embed import add_embed
from assistant.web.widget.html import PLACE, STATIC
from assistant.web.widget.script import add_script
from assistant.web.widget.view import add_view

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def add_widget(app: FastAPI, assistant: "Assistant", sites: Sites) -> None:
    """Adds the widget's script and pages. None of them is part of the API's description."""
    add_script(app)
    add_embed(app, sites)
    add_view(app, assistant, sites)
    add_demo(app, assistant)
    app.mount(f"/{PLACE}", OwnFiles(directory=STATIC))
