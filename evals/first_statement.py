"""How soon a checked statement stands on the page: `python -m evals.first_statement` tells.

A scripted model on this machine writes; Chromium shows the page of a server in a process of its
own. Measured is the time from the moment at which the model has sent the last of its first
sentence to the frame that shows it as settled, with its footnote: what checking, the server, the
line to the page and drawing take together. The two rows differ in what the model does next.
"""

import argparse
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from evals.bench import Row, serving
from evals.page import until_suggested
from evals.scripted.server import Messages, Pause, Step, scripted
from evals.scripted.sheet import Sheet, read_sheet

DOCUMENTS = Path(__file__).parent.parent / "documents"
QUESTION = "Where is the nuclear centre?"
ROUNDS = 20
TOKEN = 4
"""Characters that the model sends at once."""
EVERY = 0.02
"""Seconds between two of them: some fifty tokens a second."""
SILENT = 1.5
LIMIT = 150
WATCH = """() => {
  window.settled = null;
  const turns = document.querySelector('#turns');
  const before = turns.querySelectorAll('.turn').length;
  new MutationObserver((_, watch) => {
    const turn = turns.querySelectorAll('.turn')[before];
    if (!turn?.querySelector('.statement:not(.draft) .chip')) return;
    watch.disconnect();
    requestAnimationFrame(() => { window.settled = performance.timeOrigin + performance.now(); });
  }).observe(turns, {childList: true, subtree: true});
}"""


class Model:
    """A scripted model that notes when it had sent its first sentence."""

    def __init__(self) -> None:
        self.goes_on = True
        self.ended = 0.0

    def __call__(self, messages: Messages) -> Iterable[Step]:
        """What it says to a request."""
        sheet = read_sheet(messages)
        return self._write(sheet) if sheet.task == "write" else [sheet.about]

    def _write(self, sheet: Sheet) -> Iterator[Step]:
        """Two sentences of those given, the second at once or after a silence."""
        first, second = [f"{text}[{number}]" for number, text in sheet.sentences.items()][:2]
        yield from _tokens(first)
        self.ended = time.time()
        if not self.goes_on:
            yield Pause(SILENT)
        yield from _tokens(f" {second}")


def _tokens(text: str) -> Iterator[Step]:
    for start in range(0, len(text), TOKEN):
        yield Pause(EVERY)
        yield text[start : start + TOKEN]


def measured(page: Page, model: Model, rounds: int) -> list[float]:
    """Milliseconds of each round."""
    took = []
    for _ in range(rounds):
        page.evaluate(WATCH)
        page.locator("#question").fill(QUESTION)
        page.keyboard.press("Enter")
        page.wait_for_function("window.settled !== null")
        took.append(page.evaluate("window.settled") - 1000 * model.ended)
        page.locator(".turn:last-child[data-state=answered]").wait_for()
    return took


def rows(page: Page, model: Model, rounds: int) -> Iterator[Row]:
    """One row for a model that goes on writing, one for a model that is silent then."""
    for model.goes_on, what in ((True, "goes on at once"), (False, "is silent then")):
        took = measured(page, model, rounds)
        worst = f"median of {rounds}; longest {max(took):.0f} ms"
        middle = f"{statistics.median(took):.0f} ms"
        yield Row(f"first checked statement, the model {what}", middle, f"≤ {LIMIT} ms", worst)


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m evals.first_statement", description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = parser.parse_args().rounds
    model = Model()
    head = "| what | measured | required | how |\n|---|---|---|---|\n"
    sys.stdout.write(f"{os.cpu_count()} cores\n\n{head}")
    with (
        tempfile.TemporaryDirectory() as data,
        scripted(model) as server,
        serving(DOCUMENTS, Path(data), "--model", "scripted", "--model-url", server.url) as (
            address,
            _,
        ),
        sync_playwright() as playwright,
        playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        ) as browser,
    ):
        until_suggested(address)
        page = browser.new_page()
        page.goto(address)
        page.locator("#question:focus").wait_for()
        measured(page, model, 2)  # models are loaded, code is compiled
        for row in rows(page, model, rounds):
            sys.stdout.write(f"| {' | '.join(row)} |\n")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
