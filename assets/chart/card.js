// The details of one point, pinned under the chart by a click.

import { copyButton, h, mark } from './dom.js';
import { factList } from './tip.js';

const HUB = 'https://huggingface.co/';

/** The code that loads exactly these weights. */
export const loadCode = (weights) =>
  `timm.create_model('${String(weights).replace(/[\\']/g, '\\$&')}', pretrained=True)`;

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
  if (hub) {
    const path = String(hub).split('/').map(encodeURIComponent).join('/');
    links.push(h('a', { href: HUB + path, rel: 'noopener' }, 'Model card'));
  }
  if (actions.only) {
    const family = points.get('family_label', row);
    links.push(h('button', { type: 'button', class: 'chart-button', click: actions.only }, `Only ${family}`));
  }
  card.replaceChildren(
    h(
      'div',
      { class: 'chart-card-head' },
      h('p', { class: 'chart-name' }, mark(look), h('span', {}, String(weights))),
      h('button', { type: 'button', class: 'chart-button', click: actions.close }, 'Close'),
    ),
    factList(figure, points, row),
    h(
      'div',
      { class: 'chart-load' },
      h('code', {}, code),
      copyButton(() => code, 'Copy'),
    ),
    h('div', { class: 'chart-links' }, ...links),
  );
  card.hidden = false;
}
