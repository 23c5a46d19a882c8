// What estimates leave open. No DOM.

import { isEstimated } from './data.js';
import { batchOf } from './memory.js';

/** What is not sure of a row because its speed or its batch is estimated, in words. */
export function doubts({ data, run, found, state, score }, row) {
  const said = [];
  if (state.minBatch) {
    const { low, high, basis } = batchOf(data, row, state.memory) ?? {};
    if (basis !== 'measured' && low < state.minBatch && state.minBatch < high) {
      said.push('the batch may not fit');
    }
  }
  if (!isEstimated(run, row)) return said;
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
