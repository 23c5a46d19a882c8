// The constraints in force, each with a button that drops it.

import { button, h } from '../chart/dom.js';

/** A button that takes something away. */
export const chip = (text, remove) =>
  button([text, h('span', { 'aria-hidden': 'true' }, ' ×')], remove, {
    class: 'ch-chip',
    'aria-label': `Remove: ${text}`,
  });

/** Show constraints, `{id, text}` each, and where there are several, a way to drop all. */
export function showChips(list, constraints, drop, clear) {
  const chips = constraints.map(({ id, text }) => chip(text, () => drop(id)));
  if (chips.length > 1) chips.push(chip('all constraints', clear));
  list.replaceChildren(...chips.map((one) => h('li', {}, one)));
}
