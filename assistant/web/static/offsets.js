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
 * The text cut at the marks {start, end, marker}: pieces {text, cited, chosen, marker, ends} that
 * join to the whole text. The chosen mark stays one piece even where another overlaps it; `ends`
 * is true for the last piece of a mark.
 */
export function pieces(text, marks, chosen) {
  const cut = chosen ? [{ ...chosen, chosen: true, ends: true }] : [];
  for (const mark of marks) cut.push(...without(mark, chosen));
  cut.sort((a, b) => a.start - b.start || a.end - b.end);
  const at = codePointReader(text);
  const result = [];
  let done = 0;
  let reached = 0;
  for (const { start, end, chosen: isChosen = false, marker, ends } of cut) {
    const first = Math.max(start, reached);
    if (end <= first) continue;
    const from = at(first);
    const to = at(end);
    if (from > done) result.push({ text: text.slice(done, from), cited: false, chosen: false });
    if (to > from) {
      result.push({ text: text.slice(from, to), cited: true, chosen: isChosen, marker, ends });
    }
    done = to;
    reached = end;
  }
  if (done < text.length) result.push({ text: text.slice(done), cited: false, chosen: false });
  return result;
}

/** What of `mark` lies outside `hole`: none, one or two marks. */
function without(mark, hole) {
  if (!hole || mark.end <= hole.start || hole.end <= mark.start) return [{ ...mark, ends: true }];
  return [
    { ...mark, end: Math.min(mark.end, hole.start), ends: mark.end <= hole.start },
    { ...mark, start: Math.max(mark.start, hole.end), ends: mark.end > hole.end },
  ].filter((part) => part.start < part.end);
}
