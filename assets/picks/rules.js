// A fast, a balanced and an accurate model on any device (analysis/runs/picks.py). No DOM.

import { word } from '../choose/data.js';
import { areTied, best } from '../choose/rank.js';

const YARDSTICK = 'resnet50.';
const YARDSTICK_SIZE = 224;

/**
 * The picks among the rows that a run has: each `{pick, row, min_top1, min_speed}`, the bounds null
 * where nothing was asked for. `noise` is the share by which repeats of a speed differ.
 */
export function picks(data, { speed }, score, noise) {
  const { value } = score;
  const rows = [...speed.keys()].filter(
    (row) => !data.fixture[row] && speed[row] > 0 && !Number.isNaN(value[row]),
  );
  const allowed = rows.filter((row) => data.license_classes[word(data.license, row)] === 'permissive');
  const yardstick = yardstickOf(rows, data, speed, value);
  const asked = [
    ['fast', yardstick.top1, null],
    ['balanced', null, yardstick.speed],
    ['accurate', null, null],
  ];
  return asked.flatMap(([pick, top1, least]) => {
    const able = allowed.filter((row) => value[row] >= (top1 ?? 0) && speed[row] >= (least ?? 0));
    if (!able.length) return [];
    const one = pick === 'fast' ? quickAndBest(able, speed, value, noise) : quickestTied(able, speed, score);
    return [{ pick, row: one, min_top1: top1, min_speed: least }];
  });
}

/** The best weights of the model that practitioners know; where a run lacks it, the medians. */
function yardstickOf(rows, data, speed, value) {
  const known = rows.filter(
    (row) => data.weights[row].startsWith(YARDSTICK) && data.imgSize[row] === YARDSTICK_SIZE,
  );
  const found = best(known, speed, value);
  if (found >= 0) return { top1: value[found], speed: speed[found] };
  const middle = (column) => {
    const sorted = rows.map((one) => column[one]).sort((a, b) => a - b);
    return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.floor(sorted.length / 2)]) / 2;
  };
  return { top1: middle(value), speed: middle(speed) };
}

function quickAndBest(rows, speed, value, noise) {
  const fastest = Math.max(...rows.map((row) => speed[row]));
  return best(
    rows.filter((row) => speed[row] * (1 + noise) >= fastest),
    speed,
    value,
  );
}

function quickestTied(rows, speed, score) {
  const top = best(rows, speed, score.value);
  return best(
    rows.filter((row) => row === top || areTied(score, row, top)),
    score.value,
    speed,
  );
}
