// Puts the chart with free axes on a page: at once where the page is its own; else, with all that it
// fetches, when a reader opens it or the address asks for it.

import { h } from '../chart/dom.js';
import { asks } from './address.js';

const root = document.getElementById('explore');
const details = root.closest('details');
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
    const again = h('button', { type: 'button', class: 'chart-button', click: start }, 'Try again');
    const message = h(
      'p',
      { class: 'chart-message', role: 'alert' },
      'The data could not be loaded. ',
      again,
    );
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
} else {
  start();
}
