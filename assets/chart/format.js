// Numbers as people say them; the same rules as analysis/drawing/number_format.py.

export const NARROW_SPACE = '\u202f';
const MISSING = '–';
const MOST_DECIMALS = 12;
export const Z_95 = 1.959963984540054;

const known = (number) => typeof number === 'number' && Number.isFinite(number);

export function halfUp(number, decimals) {
  const scale = 10 ** decimals;
  return (Math.sign(number) * Math.floor(Math.abs(number) * scale + 0.5)) / scale;
}

/** The digits before the point in threes. */
const grouped = (digits) => digits.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ','));

function fixed(number, decimals) {
  return grouped(halfUp(number, decimals).toFixed(Math.max(decimals, 0)));
}

/** Three digits that count, no exponent, at most twelve decimals: 2,360, 0.0423, 88.6. */
export function significant(number, digits = 3) {
  if (!known(number)) return MISSING;
  if (number === 0) return '0';
  const magnitude = Math.floor(Math.log10(Math.abs(number)));
  let decimals = Math.min(digits - 1 - magnitude, MOST_DECIMALS);
  const rounded = halfUp(number, decimals);
  if (Math.abs(rounded) >= 10 ** (magnitude + 1)) decimals -= 1;
  return fixed(rounded, decimals);
}

/** Three digits that count, but at most two decimals: 0.42, 5.48, 88.6, 1,014. */
export function short(number) {
  if (!known(number)) return MISSING;
  const size = Math.abs(number);
  return fixed(number, size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2);
}

export const percent = (number, decimals = 1) =>
  known(number) ? `${halfUp(number, decimals).toFixed(decimals)}${NARROW_SPACE}%` : MISSING;

/** An accuracy with its 95 % interval: 85.3 (85.0 to 85.6). */
export function interval(number, low, high, decimals = 1) {
  const [middle, lower, upper] = [number, low, high].map((part) => halfUp(part, decimals).toFixed(decimals));
  return `${middle} (${lower} to ${upper})`;
}

export const rate = (perSecond) =>
  known(perSecond) ? `${significant(perSecond)}${NARROW_SPACE}images/s` : MISSING;

function timeUnit(seconds) {
  if (seconds >= 1) return [1, 's'];
  return seconds >= 1e-4 ? [1e-3, 'ms'] : [1e-6, 'µs'];
}

/** A time in the unit that suits it: 46.5 µs, 0.42 ms, 1.20 s. */
export function duration(seconds) {
  if (!known(seconds)) return MISSING;
  const [scale, unit] = timeUnit(seconds);
  return `${short(seconds / scale)}${NARROW_SPACE}${unit}`;
}

/** A long time in seconds, minutes or hours. */
export function hours(seconds) {
  if (seconds < 90) return `${significant(seconds, 2)}${NARROW_SPACE}s`;
  const [value, unit] = seconds < 5400 ? [seconds / 60, 'min'] : [seconds / 3600, 'h'];
  return `${significant(value, 2)}${NARROW_SPACE}${unit}`;
}

export const millions = (count) => (known(count) ? `${short(count)}${NARROW_SPACE}M` : MISSING);

/** The 95 % Wilson score interval of an accuracy in percent, as [low, high]. */
export function wilson(percentage, images) {
  const share = percentage / 100;
  const z2n = Z_95 ** 2 / images;
  const centre = (share + z2n / 2) / (1 + z2n);
  const half = (Z_95 / (1 + z2n)) * Math.sqrt((share * (1 - share)) / images + z2n / (4 * images));
  return [share === 0 ? 0 : 100 * (centre - half), share === 1 ? 100 : 100 * (centre + half)];
}

const trimmed = (number) => grouped(String(Number(number.toPrecision(10))));

function tickWriter(unit) {
  if (unit === 's') {
    return (seconds) => {
      const [scale, name] = timeUnit(seconds);
      return `${trimmed(Math.round((seconds / scale) * 1e6) / 1e6)}${NARROW_SPACE}${name}`;
    };
  }
  return (number) => trimmed(number) + (unit ? NARROW_SPACE + unit : '');
}

/** Ticks at equal, round distances, at most about `most`. */
export function evenTicks(low, high, most = 5) {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

const STEPS = [[1, 2, 5], [1, 3], [1]];

/** Readable ticks of a logarithmic axis between two values, at most about `most`. */
export function logTicks(low, high, unit = '', most = 12) {
  if (!(low > 0 && high > low)) {
    throw new RangeError(`a log axis needs 0 < low < high, not ${low} and ${high}`);
  }
  let values = [];
  for (const steps of STEPS) {
    values = [];
    const last = Math.ceil(Math.log10(high));
    for (let exponent = Math.floor(Math.log10(low)); exponent <= last; exponent += 1) {
      for (const step of steps) {
        const value = Number(`${step}e${exponent}`);
        if (low <= value * 1.0000001 && value <= high * 1.0000001) values.push(value);
      }
    }
    if (values.length <= most) break;
  }
  if (values.length < 3) values = evenTicks(low, high);
  const write = tickWriter(unit);
  return { values, labels: values.map(write) };
}
