// The little linear algebra that an estimate needs. Matrices are arrays of rows.

/** The inverse of a symmetric positive definite matrix, through its Cholesky factor. */
export function inverse(matrix) {
  const n = matrix.length;
  const lower = matrix.map((row) => Float64Array.from(row));
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < j; k++) lower[j][j] -= lower[j][k] ** 2;
    lower[j][j] = Math.sqrt(lower[j][j]);
    for (let i = j + 1; i < n; i++) {
      let sum = lower[i][j];
      for (let k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
      lower[i][j] = sum / lower[j][j];
    }
  }
  const half = lower.map(() => new Float64Array(n));
  for (let j = 0; j < n; j++) {
    half[j][j] = 1 / lower[j][j];
    for (let i = j + 1; i < n; i++) {
      let sum = 0;
      for (let k = j; k < i; k++) sum -= lower[i][k] * half[k][j];
      half[i][j] = sum / lower[i][i];
    }
  }
  const found = lower.map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = i; k < n; k++) sum += half[k][i] * half[k][j];
      found[i][j] = sum;
      found[j][i] = sum;
    }
  }
  return found;
}

/** The inner product of two rows. */
export function dot(one, other) {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
