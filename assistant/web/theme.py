"""Gradio's own parts in our colours and the reader's own fonts; frame.css has the rest."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import gradio as gr

FONTS = ("system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif")
MONOSPACED = ("ui-monospace", "SFMono-Regular", "Menlo", "monospace")
PAPER, PAPER_DARK = "#faf9f6", "#17191c"
INK, INK_DARK = "#1e2124", "#e7e5e0"


def build_theme() -> "gr.themes.Base":
    """A theme without any font or file from elsewhere."""
    import gradio as gr

    return gr.themes.Base(font=FONTS, font_mono=MONOSPACED).set(
        body_background_fill=PAPER,
        body_background_fill_dark=PAPER_DARK,
        body_text_color=INK,
        body_text_color_dark=INK_DARK,
    )
