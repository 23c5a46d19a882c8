// How the two values of the points go together. No DOM.

/** Spearman's rank correlation; ties share the mean of their ranks. NaN where a side is constant. */
export function spearman(xs, ys) {
  const [a, b] = [ranks(xs), ranks(ys)];
  const mean = (a.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((rank, i) => {
    ab += (rank - mean) * (b[i] - mean);
    aa += (rank - mean) ** 2;
    bb += (b[i] - mean) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}

function ranks(values) {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const result = new Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start;
    while (end < order.length && values[order[end]] === values[order[start]]) end += 1;
    for (let i = start; i < end; i += 1) result[order[i]] = (start + end + 1) / 2;
    start = end;
  }
  return result;
}

/** The middle of sorted numbers. */
export function median(sorted) {
  const half = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(half)] : (sorted[half - 1] + sorted[half]) / 2;
}

/** The least and the greatest number. */
export const extent = (numbers) =>
  numbers.reduce(
    ([low, high], number) => [Math.min(low, number), Math.max(high, number)],
    [Infinity, -Infinity],
  );
