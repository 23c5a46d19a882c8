// Two families that the reader picks, side by side; the address keeps the choice.

import { h, labelled, option } from '../chart/dom.js';
import { fetchJson } from '../chart/runs.js';
import { asked, pairRows, pairWords, withPair } from './words.js';

const box = document.querySelector('.pair');
const table = document.querySelector('.pair-table');
const data = await fetchJson('data/families.json');

const families = Object.entries(data.facts).map(([id, { label }]) => [id, label]);
const menus = Object.fromEntries(
  [
    ['a', 'One family'],
    ['b', 'The other'],
  ].map(([name, label]) => {
    const menu = h('select', { change: pick }, ...families.map(([id, text]) => option(id, text)));
    box.querySelector('.pair-choice').append(labelled(label, menu));
    return [name, menu];
  }),
);

function pick() {
  const query = withPair(location.search, { a: menus.a.value, b: menus.b.value }, data);
  history.pushState(null, '', location.pathname + query + location.hash);
  dispatchEvent(new PopStateEvent('popstate'));
}

function show() {
  const { a, b, run, problems } = asked(location.search, data);
  menus.a.value = a;
  menus.b.value = b;
  box.querySelector('.pair-problem').textContent = problems.join(' ');
  const words = pairWords(data, run, a, b).map((said) => h('li', {}, said));
  box.querySelector('.pair-words').replaceChildren(...words);
  const heads = [...table.querySelectorAll('thead th')].map((th) => th.querySelector('button') ?? th);
  heads[1].textContent = data.facts[a].label;
  heads[2].textContent = data.facts[b].label;
  const rows = pairRows(data, run, a, b).map(([name, x, y]) =>
    h('tr', {}, h('th', { scope: 'row' }, name), h('td', {}, x), h('td', {}, y)),
  );
  table.querySelector('tbody').replaceChildren(...rows);
}

addEventListener('popstate', show);
show();
