// Where things stand in the picture: marks, scales, knees. Numbers in, numbers out; no DOM.

/** Outline of a mark of the given radius around a point, as an SVG path. */
export function markPath(shape, x, y, r) {
  const move = (...pairs) => `M${pairs.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join('L')}Z`;
  if (shape === 'diamond')
    return move([x, y - 1.3 * r], [x + 1.3 * r, y], [x, y + 1.3 * r], [x - 1.3 * r, y]);
  if (shape === 'square') return move([x - r, y - r], [x + r, y - r], [x + r, y + r], [x - r, y + r]);
  if (shape === 'triangle-up') return move([x, y - 1.2 * r], [x + 1.2 * r, y + r], [x - 1.2 * r, y + r]);
  if (shape === 'triangle-down') return move([x, y + 1.2 * r], [x + 1.2 * r, y - r], [x - 1.2 * r, y - r]);
  return `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
}

/** The rows where the frontier bends most, the sharpest first. */
export function knees(points) {
  const bends = points.slice(1, -1).map(([row, x, y], i) => {
    const [[, x0, y0], , [, x1, y1]] = points.slice(i, i + 3);
    const area = Math.abs((x - x0) * (y1 - y0) - (x1 - x0) * (y - y0));
    return [row, area / Math.hypot(x1 - x0, y1 - y0 || 1)];
  });
  return bends.sort((a, b) => b[1] - a[1]).map(([row]) => row);
}

/** The range of numbers with a share of it added on both sides, at least `least` wide. */
export function domain(numbers, share, least) {
  let [low, high] = [Infinity, -Infinity];
  for (const number of numbers) {
    low = Math.min(low, number);
    high = Math.max(high, number);
  }
  const more = Math.max((high - low) * share, (least - (high - low)) / 2);
  return [low - more, high + more];
}

/** A linear scale from a domain to pixels. */
export function scale([low, high], from, to) {
  const at = (value) => from + ((value - low) / (high - low)) * (to - from);
  return Object.assign(at, { domain: [low, high] });
}
