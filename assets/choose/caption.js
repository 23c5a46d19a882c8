// The words and the legend around the chart.

import { h, mark } from '../chart/dom.js';
import { percent } from '../chart/format.js';
import { KIND_SYMBOLS } from '../chart/symbols.js';
import { runName, some } from './words.js';

const STANDINGS = [
  ['better', 'really more accurate'],
  ['tied', 'tied'],
  ['worse', 'really less accurate'],
];

/** Title, subtitle, source and text alternative of the chart. */
export function chartWords({ data, found, about, score, testName }) {
  const { best, frontier, candidates, upgrades, tied } = found;
  const source = `${about.id}, edition ${about.edition} · accuracies of ${data.edition}`;
  const rings = tied.length ? '; rings: tied with the best' : '';
  const subtitle =
    'Dots: models that meet the constraints; line: their frontier' +
    `${upgrades ? '; diamond and cross: what you use now' : rings}. ` +
    `${runName(about)}, time per image${about.batched ? ' in a batch' : ''} on a logarithmic scale${about.mine ? '; ≈: estimated, not measured' : ''}.`;
  if (best < 0) {
    const title = 'Nothing meets the constraints';
    return { title, subtitle, source, alt: title };
  }
  const are = frontier.length === 1 ? 'is' : 'are';
  const title = `${frontier.length.toLocaleString('en')} of ${some(candidates.length, 'model')} ${are} matched by no other in both speed and accuracy`;
  const end = (row) => `${data.weights[row]} with ${percent(score.value[row])}`;
  const alt = `${title}: from ${end(frontier[0])} to ${end(best)} on ${testName}.`;
  return { title, subtitle, source, alt };
}

/** What the colours mean: kinds of architecture, or the standing against the reference. */
export function legend({ data, found, about }) {
  const items = found.upgrades
    ? STANDINGS.map(([color, label]) => [color, 'circle', label])
    : Object.entries(KIND_SYMBOLS)
        .filter(([kind]) => data.kind.words.includes(kind))
        .map(([kind, symbol]) => [kind, symbol, data.kinds[kind]]);
  if (about.mine && !found.upgrades) {
    items.push(['muted', 'circle', 'measured'], ['muted', 'circle', 'estimated', true]);
  }
  return items.map(([color, symbol, label, ring]) =>
    h('li', {}, mark({ symbol, color: `var(--chart-${color})`, ring }), label),
  );
}
