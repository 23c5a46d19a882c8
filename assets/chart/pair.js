// A figure of two families: the traces of a pair hold the models of those that the address names.

const rowsOf = (points, wanted) =>
  Array.from({ length: points.length }, (_, row) => row).filter((row) => wanted(points.get('family', row)));

const deltas = (rows) => rows.map((row, i) => (i ? row - rows[i - 1] : row));

/** The figure with the pair that a query asks for; as it is where the points lack one of the two. */
export function withPair(figure, points, query) {
  const asked = new URLSearchParams(query);
  const pair = figure.pair.map((usual, i) => asked.get('ab'[i]) ?? usual);
  const found = pair.map((family) => rowsOf(points, (one) => one === family));
  if (found.some((rows) => rows.length === 0)) return figure;
  const [a, b] = found.map(([row]) => points.get('family_label', row));
  const others = rowsOf(points, (one) => !pair.includes(one));
  const groups = { a: [found[0], a], b: [found[1], b], other: [others, 'all other families'] };
  const traces = figure.traces.map((trace) => {
    const mine = groups[trace.legendgroup];
    return mine ? { ...trace, rows: deltas(mine[0]), name: mine[1] } : trace;
  });
  const legend = figure.legend.map((item) => {
    const mine = groups[item.group];
    return mine ? { ...item, label: mine[1], count: mine[0].length } : item;
  });
  return { ...figure, title: `${a} and ${b} among all models`, traces, legend };
}
