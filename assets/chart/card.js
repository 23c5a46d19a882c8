// What is known of one point, and its details pinned under the chart by a click.

import { button, copyButton, h, mark } from './dom.js';
import { factsOf, tell } from './facts.js';
import { hubLink, loadCode } from './links.js';
import { linkedTagLine } from './tags.js';

/** A point's mark and name. */
export const nameLine = (points, row, look) =>
  h('p', { class: 'chart-name' }, mark(look), h('span', {}, String(points.get('weights', row))));

/** The list of what is known of a point. */
export function factList(figure, points, row, leaveOut = []) {
  const facts = factsOf(figure, points).filter(({ key }) => !leaveOut.includes(key));
  const line = (fact) => h('div', {}, h('dt', {}, fact.label), h('dd', {}, tell(fact, points, row)));
  return h('dl', {}, ...facts.map(line));
}

/** Fill the card with a point; `actions` has `close` and, where it makes sense, `only`. */
export function fillCard(card, figure, points, row, look, actions) {
  const weights = points.get('weights', row);
  const hub = points.get('hub_id', row);
  const code = loadCode(weights);
  const links = [];
  const chooser = document.querySelector('a[href$="choose.html"]');
  if (chooser) {
    const size = points.get('img_size', row);
    const id = points.get('id', row) ?? (size ? `${weights}@${size}` : weights);
    const query = new URLSearchParams({ weights: id });
    links.push(h('a', { href: `${chooser.getAttribute('href')}?${query}` }, 'Open in the chooser'));
  }
  if (hub) links.push(hubLink(hub, 'Model card'));
  if (actions.only) links.push(button(`Only ${points.get('family_label', row)}`, actions.only));
  const copy = copyButton(() => code, 'Copy');
  card.replaceChildren(
    h('div', { class: 'chart-card-head' }, nameLine(points, row, look), button('Close', actions.close)),
    linkedTagLine(weights),
    factList(figure, points, row),
    h('div', { class: 'chart-load' }, h('code', {}, code), copy),
    h('div', { class: 'chart-links' }, ...links),
  );
  card.hidden = false;
}

/** Put the card away; who was in it goes on at `next`. */
export function emptyCard(card, next) {
  const focused = card.contains(document.activeElement);
  card.hidden = true;
  card.replaceChildren();
  if (focused) next?.focus();
}
