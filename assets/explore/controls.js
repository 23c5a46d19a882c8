// What a reader chooses a view with.

import { h } from '../chart/dom.js';
import { often } from './axes.js';
import { COLORS } from './colors.js';
import { nameOf } from './words.js';

function menu(label, options, change) {
  const select = h('select', { change }, ...options);
  return [select, h('label', {}, h('span', {}, label), select)];
}

const option = (id, label) => h('option', { value: id }, label);
const axisOption = (axis) => option(axis.id, nameOf(axis));

/** Axes under the names of their groups; `more` marks a group of which some stand elsewhere. */
function grouped(axes, more = () => false) {
  const groups = [...new Set(axes.map(({ group }) => group))];
  return groups.map((group) => {
    const members = axes.filter((axis) => axis.group === group);
    return h('optgroup', { label: more(group) ? `${group}: more` : group }, ...members.map(axisOption));
  });
}

/** The axes as options: what is often asked for, then the rest. */
function axisOptions(axes, first) {
  const chosen = first.map((id) => axes.find((axis) => axis.id === id)).filter(Boolean);
  const rest = axes.filter((axis) => !chosen.includes(axis));
  return [
    h('optgroup', { label: 'Often used' }, ...chosen.map(axisOption)),
    ...grouped(rest, (group) => chosen.some((axis) => axis.group === group)),
  ];
}

/** The colours as options: the usual ones, then every measure. */
function colorOptions(axes) {
  const usual = Object.entries(COLORS).map(([id, label]) => option(id, label));
  return [...usual, ...grouped(axes.filter(({ id }) => !Object.hasOwn(COLORS, id)))];
}

/** Fill a chart's tools; `choose` takes what changes. The result shows a state. */
export function buildControls(tools, axes, data, choose) {
  const first = often(data);
  const [x, xLabel] = menu('Along', axisOptions(axes, first), () => choose({ x: x.value }));
  const [y, yLabel] = menu('Up', axisOptions(axes, first), () => choose({ y: y.value }));
  const [color, colorLabel] = menu('Colour', colorOptions(axes), () => choose({ color: color.value }));
  const swap = h(
    'button',
    { type: 'button', class: 'chart-button', click: () => choose({ x: y.value, y: x.value }) },
    'Swap axes',
  );
  tools.replaceChildren(xLabel, yLabel, colorLabel, swap);
  return (state) => ([x.value, y.value, color.value] = [state.x, state.y, state.color]);
}
