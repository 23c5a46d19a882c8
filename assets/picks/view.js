// The picks of the device that the reader selects; the choice stands in the address.

import { copyButton } from '../chart/dom.js';
import { chosenRun, withRun } from './choice.js';

const box = document.querySelector('.picks');
const select = box.querySelector('select');
const said = box.querySelector('[role=status]');
const runs = [...select.options].map(({ value }) => value);

function show() {
  const { run, problem } = chosenRun(location.search, runs);
  select.value = run;
  said.textContent = problem;
  for (const part of box.querySelectorAll('[data-run]')) part.hidden = part.dataset.run !== run;
}

for (const pick of box.querySelectorAll('.pick')) {
  const code = pick.querySelector('pre').textContent;
  pick.querySelector('.pick-more').prepend(copyButton(() => code, 'Copy the code'));
}
select.addEventListener('change', () => {
  const query = withRun(location.search, select.value, runs);
  history.pushState(null, '', location.pathname + query + location.hash);
  show();
});
addEventListener('popstate', show);
select.disabled = false;
show();
