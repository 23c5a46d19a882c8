// Buttons that choose which rows the table shows; one that stays keeps its focus.

import { button, h } from '../chart/dom.js';

/** The views of an answer: `[id, label, number of rows]` each. */
export function viewsOf({ state, found }) {
  const views = [
    ['frontier', 'Frontier', found.frontier.length],
    ['tied', 'Best and tied', found.best < 0 ? 0 : found.tied.length + 1],
    ['all', 'All', found.candidates.length],
  ];
  if (found.reference >= 0) {
    views.splice(2, 0, ['upgrades', 'Upgrades', found.upgrades?.[state.aim].length ?? 0]);
  }
  return views;
}

/** Show `views`, each `[id, label, count]`; `choose(id)` is called with a reader's choice. */
export function showViews(root, views, current, choose) {
  const existing = new Map([...root.children].map((one) => [one.dataset.view, one]));
  const buttons = views.map(([id, label, count]) => {
    const own = existing.get(id) ?? button('', () => choose(id), { class: 'ch-view', 'data-view': id });
    own.setAttribute('aria-pressed', String(id === current));
    own.replaceChildren(label, h('span', { class: 'ch-unit' }, ` ${count.toLocaleString('en')}`));
    return own;
  });
  const same = buttons.length === root.children.length;
  if (!same || buttons.some((own, i) => root.children[i] !== own)) {
    root.replaceChildren(...buttons);
  }
}
