"""The chat page, made with Gradio: our own page talks to the assistant through one component.

`static/chat.js` draws the page from plain values. Its conversations live in the browser, so the
server keeps none: each question comes with the turns before it.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.answer import Turn
from assistant.web.answering import AT_ONCE_WRITING, Answering
from assistant.web.api.asking import Ask
from assistant.web.exchange import Exchange, exchanges
from assistant.web.head import TITLE
from index.errors import UnknownDocument

if TYPE_CHECKING:
    import gradio as gr

    from assistant.assistant import Assistant

WAITING = 64
UNREADABLE = "The question could not be read. Load the page anew and ask again."

# What static/line.js takes up, whichever of the two is on the page first.
LINE = """
window.footnote = {
  ask: (question) => trigger('ask', question),
  stop: () => trigger('stop'),
  watch: (seen) => watch('value', () => seen(props.value)),
};
window.dispatchEvent(new Event('footnote'));
"""


def build_chat(assistant: "Assistant", answering: Answering) -> "gr.Blocks":
    """The page as Gradio Blocks. No session knows of another, and none outlives its question."""
    import gradio as gr

    def ask(event: gr.EventData) -> Iterator[dict[str, Any]]:
        yield from replies(assistant, answering, event._data)

    blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        line = gr.HTML(None, html_template="", js_on_load=LINE, apply_default_css=False)
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        asked = line.ask(ask, None, line, trigger_mode="multiple", **quiet)
        line.stop(None, None, None, cancels=[asked], **quiet)

    blocks.queue(default_concurrency_limit=AT_ONCE_WRITING, max_size=WAITING, api_open=False)
    return blocks


def replies(assistant: "Assistant", answering: Answering, data: Any) -> Iterator[dict[str, Any]]:
    """The growing reply to what the page asks: `{"id", "question": the body of the API's ask}`.

    Each reply is whole in itself, so that the page may miss some; the last one is `done`.
    """
    id = data.get("id") if isinstance(data, dict) else None
    try:
        asked = Ask.model_validate(data["question"])
    except (ValidationError, KeyError, TypeError):
        yield {"id": id, "done": True, "failure": UNREADABLE}
        return
    turns = tuple(Turn(turn.question, turn.answer) for turn in asked.history)
    last = Exchange(asked.question)
    for exchange in exchanges(answering, asked.question, turns, tuple(asked.documents)):
        yield {"id": id, "done": False, **exchange.to_json()}
        last = exchange
    asked_so_far = [*(turn.question for turn in turns), asked.question]
    yield {
        "id": id,
        "done": True,
        **last.to_json(),
        "follow_ups": follow_ups(assistant, last, asked_so_far, asked.documents),
    }


def follow_ups(
    assistant: "Assistant", exchange: Exchange, asked: Sequence[str], documents: Sequence[str]
) -> list[str]:
    """What could be asked next of these documents; nothing after small talk and failures."""
    if exchange.answer is None or exchange.answer.mode == "notice":
        return []
    try:
        return list(assistant.follow_ups(exchange.answer, asked, documents))
    except UnknownDocument:
        return []  # one of them is gone since the answer began
