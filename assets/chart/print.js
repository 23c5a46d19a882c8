// On paper: every chart drawn, in light colours, as wide as the sheet.

const DARK = 'quarto-dark';
const LIGHT = 'quarto-light';

/** Draw charts for printing, and as they were afterwards. */
export function printable(charts) {
  const { classList } = document.body;
  let dark = false;
  addEventListener('beforeprint', () => {
    dark = classList.contains(DARK);
    for (const chart of charts) chart.near = true;
    if (dark) classList.replace(DARK, LIGHT);
    classList.add('printing'); // a change of class draws all charts anew
  });
  addEventListener('afterprint', () => {
    classList.remove('printing');
    if (dark) classList.replace(LIGHT, DARK);
  });
}
