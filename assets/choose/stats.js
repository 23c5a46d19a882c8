// Intervals and ties of accuracies; the same definitions as analysis/stats/intervals.py.

import { wilson, Z_95 } from '../chart/format.js';

const Z_TIE = 1.96;

/** The binomial variance of an accuracy, in squared percent. */
export function variance(percent, images) {
  return (percent * (100 - percent)) / images;
}

/** Whether two accuracies cannot be told apart: |z| below 1.96, unpooled variances. */
export function tied(a, varianceA, b, varianceB) {
  const spread = varianceA + varianceB;
  const difference = Math.abs(a - b);
  return spread > 0 ? difference < Z_TIE * Math.sqrt(spread) : difference === 0;
}

/**
 * The accuracy of every row on a test set, or its mean over several; top-1 or top-5.
 * The interval of a mean is normal: 1.96 standard errors to each side.
 */
export function scores(data, tests, rank = 'top1') {
  const value = new Float64Array(data.n);
  const variances = new Float64Array(data.n);
  for (const test of tests) {
    const accuracy = data[rank][test];
    const { images } = data.testSets.find((set) => set.id === test);
    for (let row = 0; row < data.n; row++) {
      value[row] += accuracy[row];
      variances[row] += variance(accuracy[row], images);
    }
  }
  const count = tests.length;
  for (let row = 0; row < data.n; row++) {
    value[row] /= count;
    variances[row] /= count * count;
  }
  const images = count === 1 ? data.testSets.find((set) => set.id === tests[0]).images : 0;
  const interval = (row) => {
    if (count === 1) return wilson(value[row], images);
    const half = Z_95 * Math.sqrt(variances[row]);
    return [value[row] - half, value[row] + half];
  };
  return { value, variance: variances, interval };
}
