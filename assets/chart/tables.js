// Short tables that sort by a click on a column's name.

import { h } from './dom.js';

const collator = new Intl.Collator('en', { numeric: true });

/** Compare two cells by their data-value, as numbers where both are. Missing values go last. */
export function compare(a, b) {
  if (a === '' || b === '') return (a === '') - (b === '');
  const difference = Number(a) - Number(b);
  return Number.isNaN(difference) ? collator.compare(a, b) : difference;
}

const cellValue = (cell) => cell.dataset.value ?? cell.textContent.trim();

/** Give a table's headers buttons that sort its rows; a second click turns the order round. */
export function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  const body = table.tBodies[0];
  heads.forEach((head, column) => {
    const button = h('button', { type: 'button' });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const ascending =
        head.getAttribute('aria-sort') === 'descending' ||
        (!head.hasAttribute('aria-sort') && !head.classList.contains('num'));
      const sign = ascending ? 1 : -1;
      const rows = [...body.rows].map((row) => [cellValue(row.cells[column]), row]);
      rows.sort(([a], [b]) => (a === '' || b === '' ? compare(a, b) : sign * compare(a, b)));
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
      body.append(...rows.map(([, row]) => row));
    });
  });
}
