// Which device's picks an address asks for.

/**
 * Read a page's query. Returns the run whose picks are shown and `problem`, a sentence where the
 * address names a run that has none, else empty.
 */
export function chosenRun(query, runs) {
  const wanted = new URLSearchParams(query).get('run');
  if (wanted === null || runs.includes(wanted)) return { run: wanted ?? runs[0], problem: '' };
  return { run: runs[0], problem: `No device here has a run “${wanted.slice(0, 80)}”.` };
}

/** A page's query with another run; the first is the usual one and is left out. */
export function withRun(query, run, runs) {
  const found = new URLSearchParams(query);
  if (run === runs[0]) found.delete('run');
  else found.set('run', run);
  const text = found.toString();
  return text && `?${text}`;
}
