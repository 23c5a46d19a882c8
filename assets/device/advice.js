// Which model a reader should time next: what one more timing would change, tried out.

import { halfWidths, median } from './device.js';
import { estimate } from './process.js';

/**
 * Of the first untimed reference model of each kind, the one that would narrow the intervals of its
 * kind most, taking its time to be as estimated: `name`, `kind` and by which `share`; null for none.
 */
export async function next(known, { places, logSecs, found }) {
  const { words, index } = known.kinds;
  const timed = new Set(places);
  const first = new Map();
  for (const name of known.reference) {
    const place = known.place(name, known.usualSize.get(name));
    if (place >= 0 && !timed.has(place) && !first.has(index[place])) first.set(index[place], place);
  }
  const before = halfWidths(found, known);
  let best = null;
  for (const [kind, place] of first) {
    await new Promise((done) => setTimeout(done)); // whoever types goes first
    const more = estimate(known, [...places, place], [...logSecs, found.logSecs[place]]);
    const width = (half) => median([...half].filter((_, m) => index[m] === kind));
    const share = 1 - width(halfWidths(more, known)) / width(before);
    if (share > (best?.share ?? 0)) best = { name: known.architectures[place], kind: words[kind], share };
  }
  return best;
}
