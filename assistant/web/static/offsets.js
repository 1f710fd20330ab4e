// Offsets count Unicode code points; JavaScript strings count UTF-16 units.

/** A function from code point offsets in `text` to UTF-16 offsets; ask it in rising order. */
export function codePointReader(text) {
  if (!/[\ud800-\udbff]/.test(text)) return (offset) => Math.min(offset, text.length);
  let points = 0;
  let units = 0;
  return (offset) => {
    while (points < offset && units < text.length) {
      units += text.codePointAt(units) > 0xffff ? 2 : 1;
      points += 1;
    }
    return units;
  };
}

/**
 * The text cut at the spans: pieces {text, cited, chosen} that join to the whole text.
 * The chosen span stays one piece even where another overlaps it.
 */
export function pieces(text, spans, chosen) {
  const marks = chosen ? [{ ...chosen, chosen: true }] : [];
  for (const span of spans) marks.push(...without(span, chosen));
  marks.sort((a, b) => a.start - b.start || a.end - b.end);
  const at = codePointReader(text);
  const result = [];
  let done = 0;
  let reached = 0;
  for (const mark of marks) {
    const start = Math.max(mark.start, reached);
    if (mark.end <= start) continue;
    const from = at(start);
    const to = at(mark.end);
    if (from > done) result.push({ text: text.slice(done, from), cited: false, chosen: false });
    if (to > from) {
      result.push({ text: text.slice(from, to), cited: true, chosen: Boolean(mark.chosen) });
    }
    done = to;
    reached = mark.end;
  }
  if (done < text.length) result.push({ text: text.slice(done), cited: false, chosen: false });
  return result;
}

/** What of `span` lies outside `hole`: none, one or two spans. */
function without(span, hole) {
  if (!hole || span.end <= hole.start || hole.end <= span.start) return [span];
  return [
    { start: span.start, end: Math.min(span.end, hole.start) },
    { start: Math.max(span.start, hole.end), end: span.end },
  ].filter((part) => part.start < part.end);
}
