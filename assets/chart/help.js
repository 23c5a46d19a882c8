// How to use a chart, said once: the same words everywhere, as far as they apply.

import { h } from './dom.js';

const WAYS = {
  points:
    'Hover over a point for its figures; click or tap it to keep them, with links and code. Escape puts them away.',
  marks: 'Hover over a mark, or tap it, for its figures.',
  candidates: 'Hover over a point for its figures; click or tap it for all that is known of it.',
  legend:
    'Click a name in the legend to hide or show it; double-click it, or press Shift and Enter, to see it alone.',
  axes: 'Along, Up and Colour take any measure. The address keeps your choice, and Back undoes a step.',
  runs: 'Benchmark run: another device or software, for all charts of the page. The address keeps your choice.',
  finder: 'Show only: one family of all.',
  zoom: 'Drag a box to enlarge a part; double-click for the whole again.',
  table:
    'The data as a table, beneath: for keyboard and screen reader, too. A name in it does what a click on its point does.',
  figures: 'The data as a table, beneath: for keyboard and screen reader, too.',
  answer:
    'The table beneath has the same models: a name opens the details, a tick compares. Everything you set is in the address, and Back undoes a step.',
};

/** What can be done with a chart, a sentence or two for each of the ways that apply, in one order. */
export const help = (applies) =>
  Object.keys(WAYS)
    .filter((way) => applies[way])
    .map((way) => WAYS[way]);

/** The ways that apply to a figure of the charts. */
export const waysOf = ({ legend, runs, finder }, points, touch) => ({
  points: points.length > 0,
  marks: points.length === 0,
  legend: legend?.length > 0,
  runs,
  finder,
  zoom: !touch,
  table: points.length > 0,
  figures: points.length === 0,
});

/** Fill a disclosure behind its summary. */
export function fillHelp(details, applies) {
  const words = h('li', {}, h('a', { href: 'glossary.html' }, 'What the words mean'));
  const list = h('ul', {}, ...help(applies).map((text) => h('li', {}, text)), words);
  details.replaceChildren(details.querySelector('summary'), list);
}
