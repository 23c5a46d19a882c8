// The legend: a click hides or shows a family, a double click (or Shift+Enter) shows it alone.

import { button, h, mark } from './dom.js';

const HINT = 'Click: hide or show. Double click, or Shift and Enter: show alone.';

/** What is hidden after a click on a group of `all`; `alone` is asked for by a double click. */
export function afterClick(hidden, group, all, alone) {
  const next = new Set(hidden);
  if (!alone) {
    if (!next.delete(group)) next.add(group);
    return next;
  }
  const others = all.filter((other) => other !== group && (other !== 'frontier' || group === 'frontier'));
  const isAlone = !hidden.has(group) && others.every((other) => hidden.has(other));
  if (isAlone) return new Set();
  const kept = [...hidden].filter((other) => other === 'frontier' && group !== 'frontier');
  return new Set([...others, ...kept].filter((other) => other !== group));
}

/**
 * Turn the list that the page came with into buttons.
 * `chart` has `hidden` (a set of groups) and `filter(hidden)`, and perhaps `family`, shown alone.
 */
export function buildLegend(list, legend, chart) {
  const groups = legend.map(({ group }) => group);
  const sizes = [...list.children].filter((item) => item.matches('.size, .sizes'));
  const buttons = new Map();
  let before;
  const items = legend.map((item) => {
    const click = (event) => {
      const second = event.detail === 2 && before;
      const from = second ? before : chart.hidden;
      before = second ? undefined : chart.hidden;
      chart.filter(afterClick(from, item.group, groups, second || event.shiftKey));
    };
    const count = item.count ? h('span', { class: 'n' }, String(item.count)) : null;
    const look = { class: 'item', title: HINT, 'data-group': item.group };
    const own = button([mark(item), h('span', {}, item.label), count], click, look);
    buttons.set(item.group, own);
    return h('li', {}, own);
  });
  const all = button('Show all', () => chart.filter(new Set()), { class: 'item chart-all' });
  list.replaceChildren(...items, h('li', {}, all), ...sizes);
  return () => {
    for (const [group, own] of buttons) {
      own.setAttribute('aria-pressed', String(!chart.hidden.has(group)));
    }
    all.hidden = chart.hidden.size === 0 && !chart.family;
  };
}
