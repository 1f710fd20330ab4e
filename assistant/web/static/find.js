// Finding words in the open document, marked without touching its elements.
import { bring } from "./scrolling.js";

const SHOWN = 400; // matches marked at once, around the chosen one

/** A search in the text that a panel shows; `at` is the match that is chosen. */
export class Find {
  constructor(panel) {
    this.panel = panel;
    this.matches = [];
    this.at = -1;
  }

  /** Looks for words, whatever their case, and goes to the first match. */
  look(words) {
    const text = this.panel.textContent;
    this.matches = [];
    if (words.trim()) {
      const pattern = new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "giu");
      for (const { index, 0: found } of text.matchAll(pattern)) {
        this.matches.push([index, index + found.length]);
      }
    }
    this.at = this.matches.length ? 0 : -1;
    this.show();
  }

  /** Goes to the next match, or with -1 to the one before; round and round. */
  step(by) {
    if (!this.matches.length) return;
    this.at = (this.at + by + this.matches.length) % this.matches.length;
    this.show();
  }

  show() {
    const first = Math.max(0, this.at - SHOWN / 2);
    const near = ranges(this.panel, this.matches.slice(first, first + SHOWN));
    if (globalThis.Highlight) {
      // In an old browser a match is counted and gone to, not marked.
      CSS.highlights.set("found", new Highlight(...near));
      CSS.highlights.set("found-chosen", new Highlight(...near.slice(this.at - first).slice(0, 1)));
    }
    if (this.at >= 0) bring(this.panel, near[this.at - first], { share: 0.25, smooth: true });
  }
}

/** The stretches of text, as UTF-16 offsets in rising order, as ranges over the text nodes. */
function ranges(panel, stretches) {
  const nodes = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
  let node = nodes.nextNode();
  let before = 0;
  const place = (offset) => {
    while (node && before + node.length < offset) {
      before += node.length;
      node = nodes.nextNode();
    }
    return [node, offset - before];
  };
  return stretches.map(([start, end]) => {
    const range = document.createRange();
    range.setStart(...place(start));
    range.setEnd(...place(end));
    return range;
  });
}
