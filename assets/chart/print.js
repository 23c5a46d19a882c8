// On paper: every chart drawn, in light colours, as wide as the sheet.

const DARK = 'quarto-dark';
const LIGHT = 'quarto-light';

const known = [];
let listening = false;

/** Draw charts for printing, and as they were afterwards. */
export function printable(charts) {
  known.push(...charts);
  if (listening) return;
  listening = true;
  const { classList } = document.body;
  let dark = false;
  addEventListener('beforeprint', () => {
    dark = classList.contains(DARK);
    for (const chart of known) chart.near = true;
    if (dark) classList.replace(DARK, LIGHT);
    classList.add('printing'); // a change of class draws all charts anew
  });
  addEventListener('afterprint', () => {
    classList.remove('printing');
    if (dark) classList.replace(LIGHT, DARK);
  });
}
