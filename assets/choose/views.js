// Buttons that choose which rows the table shows; one that stays keeps its focus.

import { h } from '../chart/dom.js';

/** Show `views`, each `[id, label, count]`; `choose(id)` is called with a reader's choice. */
export function showViews(root, views, current, choose) {
  const existing = new Map([...root.children].map((button) => [button.dataset.view, button]));
  const buttons = views.map(([id, label, count]) => {
    const click = () => choose(id);
    const button =
      existing.get(id) ?? h('button', { type: 'button', class: 'ch-view', 'data-view': id, click });
    button.setAttribute('aria-pressed', String(id === current));
    const number = h('span', { class: 'ch-unit' }, ` ${count.toLocaleString('en')}`);
    button.replaceChildren(label, number);
    return button;
  });
  const same = buttons.length === root.children.length;
  if (!same || buttons.some((button, i) => root.children[i] !== button)) {
    root.replaceChildren(...buttons);
  }
}
