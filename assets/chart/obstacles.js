// What a drawing holds that a name must not cover: marks and lines, in pixels. No DOM.

/** A mark's diameter in pixels, as plotly draws it. */
export function diameter(marker = {}, i = 0) {
  const size = Array.isArray(marker.size) ? marker.size[i] : (marker.size ?? 6);
  if (marker.sizemode === 'area')
    return Math.max(Math.sqrt(size / (marker.sizeref ?? 1)), marker.sizemin ?? 0);
  return size / (marker.sizeref ?? 1);
}

/** Pixels of plotly's values on an axis of so many pixels, from its start. */
export function pixels({ type, range: [low, high] }, length) {
  const value = type === 'log' ? Math.log10 : Number;
  return (one) => ((value(one) - low) / (high - low)) * length;
}

// How much farther than a circle's the corners of a shape reach.
const REACH = { diamond: 1.3, 'triangle-up': 1.2, 'triangle-down': 1.2 };

/** The marks, `[x, y, half a side]`, and lines, `[x0, y0, x1, y1]`, of traces; `x` and `y` give pixels. */
export function obstacles(traces, x, y) {
  const marks = [];
  const lines = [];
  for (const trace of traces) {
    if (trace.visible === false || !trace.x?.length || !trace.y?.length) continue;
    const mode = trace.mode ?? 'markers';
    const at = trace.x.map((one, i) => [x(one), y(trace.y[i])]);
    if (mode.includes('markers')) {
      const { symbol, line } = trace.marker ?? {};
      const more = (line?.width ?? 0) / 2;
      at.forEach(([px, py], i) => {
        const half = ((REACH[symbol] ?? 1) * diameter(trace.marker, i)) / 2 + more;
        marks.push([px, py, half]);
      });
    }
    if (mode.includes('lines') && trace.line?.width !== 0) {
      at.slice(1).forEach(([px, py], i) => {
        const [fromX, fromY] = at[i];
        if (trace.line?.shape === 'hv') lines.push([fromX, fromY, px, fromY], [px, fromY, px, py]);
        else lines.push([fromX, fromY, px, py]);
      });
    }
  }
  return { marks: marks.filter(drawn), lines: lines.filter(drawn) };
}

const drawn = (numbers) => numbers.every(Number.isFinite);
