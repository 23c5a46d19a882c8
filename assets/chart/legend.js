// The legend: a click hides or shows a family, a double click (or Shift+Enter) shows it alone.

import { h, mark } from './dom.js';

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
 * `state` has `hidden` (a set of groups) and `change(hidden)`.
 */
export function buildLegend(list, figure, state) {
  const groups = figure.legend.map(({ group }) => group);
  const sizes = [...list.children].filter((item) => item.matches('.size, .sizes'));
  const buttons = new Map();
  let before;
  const items = figure.legend.map((item) => {
    const button = h(
      'button',
      {
        type: 'button',
        class: 'item',
        title: HINT,
        'data-group': item.group,
        click: (event) => {
          const second = event.detail === 2 && before;
          const from = second ? before : state.hidden;
          before = second ? undefined : state.hidden;
          state.change(afterClick(from, item.group, groups, second || event.shiftKey));
        },
      },
      mark(item),
      h('span', {}, item.label),
      item.count ? h('span', { class: 'n' }, String(item.count)) : null,
    );
    buttons.set(item.group, button);
    return h('li', {}, button);
  });
  const all = h(
    'button',
    { type: 'button', class: 'item chart-all', click: () => state.change(new Set()) },
    'Show all',
  );
  list.replaceChildren(...items, h('li', {}, all), ...sizes);
  return () => {
    for (const [group, button] of buttons) {
      button.setAttribute('aria-pressed', String(!state.hidden.has(group)));
    }
    all.hidden = state.hidden.size === 0 && !state.family;
  };
}
