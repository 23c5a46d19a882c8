// Where the weights and their papers are, and the code that loads them.

import { h } from './dom.js';

/** A text as Python writes it. */
export const quoted = (text) => `'${String(text).replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n')}'`;

/** The code that loads exactly these weights. */
export const loadCode = (weights) => `timm.create_model(${quoted(weights)}, pretrained=True)`;

const outside = (site) => (id, text) =>
  h('a', { href: site + String(id).split('/').map(encodeURIComponent).join('/'), rel: 'noopener' }, text);

export const hubLink = outside('https://huggingface.co/');
export const paperLink = outside('https://arxiv.org/abs/');
