// Puts the chart with free axes on a page that has a place for it: at once where the page is its own; else, with all that it
// fetches, when a reader opens it or the address asks for it.

import { button, h } from '../chart/dom.js';
import { asks } from './address.js';

const root = document.getElementById('explore');
const details = root?.closest('details');
let starting = false;

async function start() {
  if (starting) return;
  starting = true;
  root.hidden = false;
  root.setAttribute('aria-busy', 'true');
  try {
    const { explore } = await import('./view.js');
    await explore(root);
  } catch (error) {
    console.warn(error);
    starting = false;
    root.removeAttribute('aria-busy');
    const look = { class: 'chart-message', role: 'alert' };
    const message = h('p', look, 'The data could not be loaded. ', button('Try again', start));
    root.querySelector('.chart-tools').replaceChildren(message);
  }
}

/** Open the disclosure where the address asks for a view, or names it; true where it does. */
function follow() {
  const asked = asks(location.search) || location.hash === `#${details.id}`;
  if (asked) details.open = true;
  return asked;
}

if (details) {
  details.addEventListener('toggle', () => details.open && start());
  addEventListener('popstate', follow);
  // A page that is come back to, or loaded again, is where the browser puts it.
  const [{ type = '' } = {}] = performance.getEntriesByType('navigation');
  if (follow() && !location.hash && type === 'navigate') details.scrollIntoView();
} else if (root) {
  start();
}
