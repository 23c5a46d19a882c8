// The picks of a device that this browser keeps: from its estimated speeds, as cards.

import { h } from '../chart/dom.js';
import { interval, rate, short } from '../chart/format.js';
import { loadCode } from '../chart/links.js';
import { about } from '../choose/columns.js';
import { word } from '../choose/data.js';
import { loadRun, loadWeights } from '../choose/load.js';
import { scores } from '../choose/stats.js';
import { breakable } from '../choose/words.js';
import { picks } from './rules.js';

const NAMES = { fast: 'Fast', balanced: 'Balanced', accurate: 'Accurate' };

/** The cards of a device, as analysis/pages/index/cards.py writes those of the known ones. */
export async function cardsOf(id, noise) {
  const data = await loadWeights();
  const run = await loadRun(id, data);
  const score = scores(data, ['imagenet']);
  return h(
    'div',
    { 'data-run': id, class: 'picks-of-device' },
    ...picks(data, run, score, noise).map((pick) => card(id, pick, { data, run, score })),
  );
}

function card(id, { pick, row, ...bounds }, { data, run, score }) {
  const name = data.weights[row];
  const facts = [
    `${interval(score.value[row], ...score.interval(row))} % top-1`,
    about({ run }, row) + rate(run.speed[row]),
    `${short(data.params[row])} M parameters`,
    `${data.imgSize[row]} px`,
    word(data.license, row),
  ];
  const question = new URLSearchParams({ run: id, license: 'permissive' });
  for (const [bound, value] of Object.entries(bounds)) if (value !== null) question.set(bound, value);
  if (pick !== 'fast') question.set('show', 'tied');
  question.set('sort', '-speed');
  return h(
    'div',
    { class: 'pick' },
    h('p', {}, h('strong', {}, NAMES[pick]), ' ', h('code', {}, ...breakable(name))),
    h('p', {}, facts.join(' · ')),
    h('pre', {}, h('code', {}, loadCode(name))),
    h('p', { class: 'pick-more' }, h('a', { href: `choose.html?${question}` }, 'Others as good')),
  );
}
