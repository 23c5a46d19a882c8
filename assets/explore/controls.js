// What a reader chooses a view with.

import { h } from '../chart/dom.js';
import { COLORS } from './axes.js';

function menu(label, options, change) {
  const select = h('select', { change }, ...options);
  return [select, h('label', {}, h('span', {}, label), select)];
}

function axisOptions(known) {
  const groups = [...new Set(known.map(({ group }) => group))];
  return groups.map((group) =>
    h(
      'optgroup',
      { label: group },
      ...known.filter((axis) => axis.group === group).map(({ id, label }) => h('option', { value: id }, label)),
    ),
  );
}

/** Fill a chart's tools; `choose` takes what changes. The result shows a state, or says something. */
export function buildControls(tools, known, choose) {
  const colors = Object.entries(COLORS).map(([id, label]) => h('option', { value: id }, label));
  const [x, xLabel] = menu('Along', axisOptions(known), () => choose({ x: x.value }));
  const [y, yLabel] = menu('Up', axisOptions(known), () => choose({ y: y.value }));
  const [color, colorLabel] = menu('Colour', colors, () => choose({ color: color.value }));
  const swap = h(
    'button',
    { type: 'button', class: 'chart-button', click: () => choose({ x: y.value, y: x.value }) },
    'Swap axes',
  );
  tools.replaceChildren(xLabel, yLabel, colorLabel, swap);
  return (state) => [x.value, y.value, color.value] = [state.x, state.y, state.color];
}
