import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { HOW, names, resolve } from '../../../assets/chart/resolve.js';

// The table that tests/naming/test_resolve.py reads too.
const { known, cases } = JSON.parse(readFileSync(new URL('../../naming/resolve.json', import.meta.url)));
const small = names(known);

for (const [name, weights, how, suggestions = []] of cases) {
  test(`${JSON.stringify(name)} stands for ${weights || 'nothing'}`, () => {
    const found = resolve(name, small);
    assert.deepEqual(found, { weights, how: how ? how.split(' ') : [], suggestions });
  });
}

test('every way has words', () => {
  assert.deepEqual(
    new Set(cases.flatMap(([, , how]) => how.split(' ').filter(Boolean))),
    new Set(Object.keys(HOW)),
  );
});
