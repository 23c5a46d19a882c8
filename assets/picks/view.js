// The picks of the device that the reader selects; the choice stands in the address.

import { copyButton, h, option } from '../chart/dom.js';
import { kept } from '../choose/devices.js';
import { chosenRun, withRun } from './choice.js';

const box = document.querySelector('.picks');
const select = box.querySelector('select');
const said = box.querySelector('[role=status]');
const mine = kept();
if (mine.length) {
  const label = 'Yours: speeds estimated from your timings';
  select.append(h('optgroup', { label }, ...mine.map(({ id, name }) => option(id, name))));
}
const runs = [...select.options].map(({ value }) => value);
const partOf = (run) => [...box.querySelectorAll('[data-run]')].find((part) => part.dataset.run === run);

async function show() {
  const { run, problem } = chosenRun(location.search, runs);
  select.value = run;
  said.textContent = problem;
  if (!partOf(run)) await bring(run);
  if (select.value !== run) return;
  for (const part of box.querySelectorAll('[data-run]')) part.hidden = part.dataset.run !== run;
}

/** Make the cards of a device of the reader's. */
async function bring(run) {
  try {
    const { cardsOf } = await import('./own.js');
    const part = await cardsOf(run, Number(box.dataset.noise));
    copying(part);
    box.append(part);
  } catch (error) {
    console.error(error);
    said.textContent = 'The estimate of this device could not be made: its data did not arrive.';
  }
}

function copying(part) {
  for (const pick of part.querySelectorAll('.pick')) {
    const code = pick.querySelector('pre').textContent;
    pick.querySelector('.pick-more').prepend(copyButton(() => code, 'Copy the code'));
  }
}

copying(box);
select.addEventListener('change', () => {
  const query = withRun(location.search, select.value, runs);
  history.pushState(null, '', location.pathname + query + location.hash);
  show();
});
addEventListener('popstate', show);
select.disabled = false;
show();
