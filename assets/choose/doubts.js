// What an estimated speed leaves open. No DOM.

import { isEstimated } from './data.js';

/** What is not sure of a row because its speed is estimated, in words. */
export function doubts({ run, found, state, score }, row) {
  if (!isEstimated(run, row)) return [];
  const said = [];
  const bounds = [
    state.maxMs === null ? null : state.maxMs / 1000,
    state.minSpeed ? 1 / state.minSpeed : null,
  ];
  if (bounds.some((bound) => bound !== null && run.low[row] <= bound && bound <= run.high[row])) {
    said.push('may miss your bound');
  }
  const better = (other) => other !== row && score.value[other] >= score.value[row];
  if (
    found.frontier.includes(row) &&
    found.candidates.some((other) => better(other) && run.low[other] <= run.high[row])
  ) {
    said.push('place depends on estimates');
  }
  return said;
}
