"""Speed of the chat page in Chromium: `python -m evals.page` prints a Markdown table.

Over 500 generated documents, one of them with 200,000 words: loading the page cold and warm, an
answer as it streams in, a conversation of 100 turns, the long document in the panel, the list.
A frame's time is the longest gap between two animation frames while the thing goes on.
"""

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from evals.bench import Row, serving

DOCUMENTS, WORDS, TURNS = 500, 200_000, 100
SUMMARY = "Summarise the document “Harbour” in ten sentences"
TOLD = (
    "The harbour of {place} was opened in {year} and has served ships of every size since then.",
    "Its lighthouse stands on the northern pier and can be seen from {n} kilometres away.",
    "In winter the fishing boats of {place} stay inside, for the wind blows from the north-east.",
    "About {n} people work there, most of them on the quays and in the old storehouses.",
)

WATCH_FRAMES = """() => {
  window.longest = 0;
  window.counted = 0;
  let last = performance.now();
  const frame = (now) => {
    longest = Math.max(longest, now - last);
    counted += 1;
    last = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}"""
LONGEST = "() => { const gap = longest; longest = 0; return gap; }"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
WEIGHT = """() => {
  const all = performance.getEntriesByType('resource');
  const page = performance.getEntriesByType('navigation')[0];
  return [all.length + 1, all.reduce((sum, one) => sum + one.transferSize, page.transferSize)];
}"""
SCROLL = """(selector) => new Promise((done) => {
  const part = document.querySelector(selector);
  let steps = 0;
  const step = () => {
    part.scrollTop += part.clientHeight * 0.8;
    steps += 1;
    if (steps === 120) return done();
    requestAnimationFrame(step);
  };
  step();
})"""


def sentences(seed: int) -> Iterator[str]:
    """Sentences without end, the same for the same seed."""
    at = seed
    while True:
        at += 1
        yield TOLD[at % 4].format(place=f"Port{at % 97}", year=1800 + at % 200, n=at % 60 + 2)


def write_folder(folder: Path) -> None:
    """The documents: many short ones, one long one, one to summarise."""
    folder.mkdir()
    for number in range(DOCUMENTS - 2):
        words = sentences(number)
        text = " ".join(next(words) for _ in range(6))
        (folder / f"port-{number:03}.txt").write_text(f"{text}\n", encoding="utf-8")
    words = sentences(7)
    lines = (" ".join(next(words) for _ in range(4)) for _ in range(WORDS // 58))
    (folder / "book.txt").write_text("\n\n".join(lines), encoding="utf-8")
    words = sentences(3)
    text = " ".join(next(words) for _ in range(24))
    (folder / "harbour.txt").write_text(f"{text}\n", encoding="utf-8")


def loading(browser: Browser, address: str) -> Iterator[Row]:
    """The page in a browser that has never seen it, and once more in the same one."""
    with browser.new_context() as context:
        for name, limit in (("cold", (1500, 2500)), ("warm", (1000, 1000))):
            page = context.new_page()
            page.goto(address)
            page.locator("#question:focus").wait_for()
            ready = page.evaluate("performance.now()")
            paint = page.evaluate(PAINTED)
            page.wait_for_load_state("networkidle")
            requests, weight = page.evaluate(WEIGHT)
            yield Row(f"first paint, {name}", f"{paint:.0f} ms", f"≤ {limit[0]} ms", "")
            yield Row(f"ready to type, {name}", f"{ready:.0f} ms", f"≤ {limit[1]} ms", "")
            size = f"{requests} requests, {weight / 1000:,.0f} kB"
            yield Row(f"page weight, {name}", size, "report", "to a quiet network")
            page.close()


def streaming(page: Page) -> Iterator[Row]:
    """An answer of about 200 words as it comes in."""
    page.evaluate(WATCH_FRAMES)
    ask(page, SUMMARY)
    gap = page.evaluate(LONGEST)
    words = page.evaluate("document.querySelector('.answer').textContent.split(/\\s+/).length")
    yield Row(f"an answer of {words} words streams in", f"{gap:.0f} ms", "≤ 50 ms", "longest frame")


def long_conversation(page: Page) -> Iterator[Row]:
    """A hundred turns: opening, scrolling from top to bottom, one more question."""
    page.evaluate(
        """(turns) => {
          const id = JSON.parse(sessionStorage.getItem('footnote:current'));
          const key = `footnote:conversation:${id}`;
          const whole = JSON.parse(localStorage.getItem(key));
          const first = JSON.parse(localStorage.getItem(`footnote:exchange:${whole.exchanges[0]}`));
          whole.exchanges = Array.from({length: turns}, (_, n) => String(n).padStart(32, '0'));
          for (const id of whole.exchanges)
            localStorage.setItem(`footnote:exchange:${id}`, JSON.stringify({...first, id}));
          localStorage.setItem(key, JSON.stringify(whole));
        }""",
        TURNS,
    )
    page.reload()
    page.locator(".turn").nth(TURNS - 1).wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH_FRAMES)
    page.evaluate("document.querySelector('#conversation').scrollTop = 0")
    page.evaluate(SCROLL, "#conversation")
    yield Row(f"scrolling {TURNS} turns", f"{page.evaluate(LONGEST):.0f} ms", "", "longest frame")
    ask(page, SUMMARY)
    gap = page.evaluate(LONGEST)
    yield Row(f"one more answer after {TURNS} turns", f"{gap:.0f} ms", "≤ 50 ms", "longest frame")


def long_document(page: Page) -> Iterator[Row]:
    """The long document in the panel: opening at its end, scrolling, finding."""
    text = page.evaluate("fetch('api/v1/documents/book.txt').then((r) => r.json())")["text"]
    start = text.rindex("The harbour of")
    page.evaluate(WATCH_FRAMES)
    page.evaluate(
        """([start]) => new Promise((done) => {
          const began = performance.now();
          const panel = document.querySelector('.source-text');
          new MutationObserver(() => requestAnimationFrame(() => done(
            window.opened = performance.now() - began))).observe(panel, {childList: true});
          location.hash = `#cite/book.txt/${start}-${start + 60}`;
        })""",
        [start],
    )
    words = f"{len(text.split()):,} words"
    opened = page.evaluate("opened")
    yield Row(f"a document of {words} opens at its end", f"{opened:.0f} ms", "", "to the frame")
    page.evaluate("new Promise((done) => setTimeout(done, 500))")
    page.evaluate(LONGEST)
    page.evaluate("document.querySelector('.source-text').scrollTop = 0")
    page.evaluate(SCROLL, ".source-text")
    gap = page.evaluate(LONGEST)
    yield Row("scrolling in it, a screen a frame", f"{gap:.0f} ms", "", "longest frame")
    page.locator(".finding input").fill("lighthouse")
    page.evaluate("new Promise((done) => setTimeout(done, 300))")
    found = page.locator(".found").text_content()
    gap = page.evaluate(LONGEST)
    yield Row(f"finding a word in it ({found})", f"{gap:.0f} ms", "", "longest frame")
    page.locator("#source-panel .close").click()


def document_list(page: Page) -> Iterator[Row]:
    """The list of documents: opening it, scrolling, narrowing."""
    page.locator("#masthead [data-view=documents]").click()
    page.wait_for_load_state("networkidle")
    page.evaluate(WATCH_FRAMES)
    page.evaluate(SCROLL, "#documents")
    gap = page.evaluate(LONGEST)
    yield Row(f"scrolling {DOCUMENTS} documents", f"{gap:.0f} ms", "", "longest frame")
    page.locator("#filter").type("port-49", delay=30)
    gap = page.evaluate(LONGEST)
    yield Row("narrowing the list as one types", f"{gap:.0f} ms", "", "longest frame")


def until_suggested(address: str) -> None:
    """Waits for the server to have made its questions, as it does once for a set of documents."""
    while not httpx.get(f"{address}api/v1/suggestions", timeout=60).json()["ready"]:
        time.sleep(0.5)


def ask(page: Page, question: str) -> None:
    """Asks and waits for the whole answer."""
    before = page.locator(".turn").count()
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")
    page.locator(f".turn:nth-child({before + 1})[data-state=answered]").wait_for()


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Measure the chat page in Chromium.")
    parser.add_argument("--chromium", default=shutil.which("chromium"), metavar="FILE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "documents"
        write_folder(folder)
        with (
            serving(folder, Path(work) / "data") as (address, _),
            sync_playwright() as playwright,
        ):
            until_suggested(address)
            browser = playwright.chromium.launch(
                executable_path=options.chromium, args=["--no-sandbox", "--disable-gpu"]
            )
            rows = list(loading(browser, address))
            page = browser.new_page()
            page.goto(address)
            page.wait_for_load_state("networkidle")
            for part in (streaming, long_conversation, long_document, document_list):
                rows += part(page)
            browser.close()
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{os.cpu_count()} cores, load {load:.1f} at the end; `python -m evals.page`\n\n"
    )
    sys.stdout.write("| what | measured | required | how |\n|---|---|---|---|\n")
    for row in rows:
        sys.stdout.write(f"| {' | '.join(row)} |\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
