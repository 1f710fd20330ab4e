"""What a reader does on the page, and what the reader then sees."""

from playwright.sync_api import Locator, Page, expect


def ask(page: Page, question: str) -> Locator:
    """Types the question, waits for the end of the reply, and gives the exchange."""
    before = page.locator(".turn").count()
    page.get_by_role("textbox", name="Question").fill(question)
    page.keyboard.press("Enter")
    return finished(page, before)


def finished(page: Page, before: int) -> Locator:
    """The exchange after the first `before` ones, once its reply is complete."""
    turn = page.locator(".turn").nth(before)
    expect(turn).not_to_have_attribute("data-state", "reading")
    return turn


def questions(page: Page) -> Locator:
    """The questions of the conversation, as they stand on the page."""
    return page.locator(".question")


def tool(page: Page, name: str) -> None:
    """Chooses something of the conversation's menu."""
    page.locator(".tools .menu summary").click()
    page.locator(".tools .menu").get_by_role("button", name=name).click()


def chosen(page: Page) -> Locator:
    """The words that the panel, once it has the document, marks most strongly."""
    return page.locator("#source-panel[aria-busy='false'] mark.chosen")


def comes_into_view(mark: Locator) -> bool:
    """Whether the words come to stand inside the panel's visible part (it scrolls smoothly)."""
    return bool(
        mark.evaluate(
            """async mark => {
              const panel = mark.closest('.source-text');
              for (let tries = 0; tries < 60; tries++) {
                const box = panel.getBoundingClientRect();
                const {top} = mark.getBoundingClientRect();
                if (box.top <= top && top < box.bottom) return true;
                await new Promise(resolve => setTimeout(resolve, 50));
              }
              return false;
            }"""
        )
    )


def sideways(page: Page) -> list[int]:
    """By how much the window, the conversation and the document could be scrolled sideways."""
    return list(
        page.evaluate(
            """() => ['html', '#conversation', '.source-text']
              .map(part => document.querySelector(part))
              .map(part => Math.max(0, part.scrollWidth - part.clientWidth))"""
        )
    )
