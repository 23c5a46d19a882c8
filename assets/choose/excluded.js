// What each constraint excludes, and where nothing is left, what would help.

import { button, h } from '../chart/dom.js';
import { defaults } from './state.js';
import { constraint, some } from './words.js';

/** A line for each constraint that excludes a model. */
export function exclusions({ data, state, found }) {
  return found.excluded
    .filter(({ count }) => count > 0)
    .map(({ id, count, alone }) => {
      const number = alone === count ? 'all' : alone.toLocaleString('en');
      const only = alone ? `, ${number} of them alone` : '';
      return `${constraint(id, state, data)}: excludes ${some(count, 'model')}${only}`;
    });
}

/** What to say where nothing is left; `take(part)` is called with a change of the state. */
export function emptiness(context, take) {
  const lines = exclusions(context).map((line) => h('li', {}, line));
  const ways = context.found.relaxations.map((way) => relaxation(context, way, take));
  const nothing = 'Nothing at all was measured for this run and these test sets: choose another run.';
  return [
    h('p', {}, 'What excludes how many:'),
    h('ul', {}, ...lines),
    h('p', {}, ways.length ? 'The nearest way to a result:' : nothing),
    h('ul', {}, ...ways),
  ];
}

function relaxation({ data, state }, { row, changes }, take) {
  const words = Object.entries(changes).map(([id, value]) => {
    const was = `“${constraint(id, state, data)}”`;
    if (value === null) return `drop ${was}`;
    return `“${constraint(id, { ...state, [id]: value }, data)}” in place of ${was}`;
  });
  const usual = defaults(data);
  const part = Object.fromEntries(Object.entries(changes).map(([id, value]) => [id, value ?? usual[id]]));
  return h(
    'li',
    {},
    button(words.join(' and '), () => take(part)),
    ` gives ${data.id[row]}`,
  );
}
