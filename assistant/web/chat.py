"""The chat page, made with Gradio: a conversation, a box to ask in, a panel for the source."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.web.exchange import Exchange, answering
from assistant.web.markup import Markup, tag
from assistant.web.render import turn, welcome

if TYPE_CHECKING:
    import gradio as gr

    from assistant.assistant import Assistant

TITLE = "Footnote"
LONGEST_QUESTION = 2000
AT_ONCE = 8
WAITING = 64

# A button with data-ask asks its question, as if it had been typed.
ASK_ON_CLICK = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-ask]');
  if (button) trigger('ask', {question: button.dataset.ask});
});
"""

Step = tuple[Any, list[Markup], tuple[Exchange, ...]]


def build_chat(assistant: "Assistant") -> "gr.Blocks":
    """The page as Gradio Blocks. Each browser session keeps its own conversation."""
    import gradio as gr

    def greet() -> list[Markup]:
        return [welcome(assistant.documents(), assistant.starters())]

    def ask(question: str, earlier: tuple[Exchange, ...]) -> Iterator[Step]:
        if not question.strip():
            return
        titles = {d.id: d.title for d in assistant.documents()}
        before = [turn(e, titles) for e in earlier]
        box: Any = ""
        for exchange in answering(assistant, question, earlier):
            yield box, [*before, turn(exchange, titles)], (*earlier, exchange)
            box = gr.skip()  # emptied once: what is typed meanwhile stays

    def ask_chosen(earlier: tuple[Exchange, ...], event: gr.EventData) -> Iterator[Step]:
        for _, turns, exchanges in ask(str(event._data["question"]), earlier):
            yield gr.skip(), turns, exchanges

    blocks = gr.Blocks(title=TITLE, analytics_enabled=False, fill_width=True)
    with blocks:
        exchanges = gr.State(())
        with gr.Column(elem_id="chat"):
            gr.HTML(tag("h1", TITLE), elem_id="masthead", apply_default_css=False)
            conversation = gr.HTML(
                [],
                elem_id="conversation",
                html_template="${value.join('')}",
                js_on_load=ASK_ON_CLICK,
                apply_default_css=False,
            )
            box = gr.Textbox(
                elem_id="question",
                label="Question",
                show_label=False,
                placeholder="Ask about the documents",
                max_lines=6,
                max_length=LONGEST_QUESTION,
                submit_btn="Ask",
                autofocus=True,
                container=False,
            )
        gr.HTML(source_panel(), elem_id="source", js_on_load=None, apply_default_css=False)

        outputs = [box, conversation, exchanges]
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(greet, None, conversation, **quiet)
        box.submit(ask, [box, exchanges], outputs, **quiet)
        conversation.ask(ask_chosen, exchanges, outputs, trigger_mode="once", **quiet)

    blocks.queue(default_concurrency_limit=AT_ONCE, max_size=WAITING, api_open=False)
    return blocks


def source_panel() -> Markup:
    """The empty panel; chat.js fills it with a document's words, as text."""
    return tag(
        "div",
        tag(
            "aside",
            tag(
                "header",
                tag("h2", "Source", id="source-title", tabindex="-1", dir="auto"),
                tag("button", "Close", type="button", class_="close"),
            ),
            tag(
                "p",
                class_="source-note",
                hidden=True,
                data_changed="This document has changed since the answer was given.",
                data_missing="This document cannot be opened.",
            ),
            tag(
                "div",
                class_="source-text",
                tabindex="0",
                role="region",
                aria_labelledby="source-title",
            ),
            id="source-panel",
            aria_label="Source",
        ),
        tag("p", id="announcement", class_="unseen", role="status"),
    )


def page_head() -> str:
    """The links to our own style sheets and script, relative to the page."""
    sheets = (f'<link rel="stylesheet" href="ui/{name}.css">' for name in ("chat", "how", "source"))
    return "".join(sheets) + '<script type="module" src="ui/chat.js"></script>'
