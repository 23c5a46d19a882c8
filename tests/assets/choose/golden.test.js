import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { decodeRun, decodeWeights } from '../../../assets/choose/data.js';
import { batchOf } from '../../../assets/choose/memory.js';
import { best, frontier, tiedWith } from '../../../assets/choose/rank.js';
import { scores } from '../../../assets/choose/stats.js';
import { picks } from '../../../assets/picks/rules.js';

// tests/publish/test_chooser.py writes the tables and names the folder; alone, these tests are skipped.
const folder = process.env.CHOOSER_DATA ?? '';
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
const close = (a, b) => (Number.isNaN(a) && b === null) || Math.abs(a - b) < 1e-8;

test('the tables made by Python', { skip: !existsSync(join(folder, 'golden')) }, async (t) => {
  const data = decodeWeights(read('data', 'weights.json'));
  await t.test('the batch that fits in a card', () => {
    for (const [gb, rows] of Object.entries(read('memory.json'))) {
      let compared = 0;
      for (const [architecture, size, low, high] of rows) {
        const row = data.id.findIndex(
          (_, i) =>
            (data.current[i] ?? data.weights[i]).split('.')[0] === architecture && data.imgSize[i] === size,
        );
        const found = row < 0 ? null : batchOf(data, row, Number(gb));
        if (!found) continue;
        compared += 1;
        const about = (a, b) => a === (b ?? Number.POSITIVE_INFINITY) || Math.abs(a / b - 1) < 0.01;
        const end = Number.isFinite(found.high) ? found.high : null;
        assert.ok(about(found.low, low), `${data.id[row]} in ${gb}: ${found.low}, not ${low}`);
        assert.ok(
          end === (high ?? null) || about(end, high),
          `${data.id[row]} in ${gb}: ${end}, not ${high}`,
        );
      }
      assert.ok(compared > 500);
    }
  });
  for (const file of readdirSync(join(folder, 'golden'))) {
    const table = read('golden', file);
    const run = decodeRun(read('data', 'runs', file), data);
    const { speed } = run;
    await t.test(`${table.run}: a fast, a balanced and an accurate model`, () => {
      const found = picks(data, run, scores(data, ['imagenet']), table.noise);
      assert.deepEqual(Object.fromEntries(found.map(({ pick, row }) => [pick, data.id[row]])), table.picks);
    });
    const rows = table.ids.map((id) => data.rows.get(id));
    for (const [name, expected] of Object.entries(table.tests)) {
      await t.test(`${table.run}, ${name}: frontier, best, ties and intervals`, () => {
        const score = scores(data, [name]);
        const ids = (found) => found.map((row) => data.id[row]).sort();
        const wanted = (places) => places.map((place) => table.ids[place]).sort();
        assert.deepEqual(ids(frontier(rows, speed, score.value)), wanted(expected.frontier));
        const known = rows.filter((row) => !Number.isNaN(score.value[row]));
        const top = best(
          [...known].sort((a, b) => a - b),
          speed,
          score.value,
        );
        assert.equal(data.id[top], expected.best);
        assert.deepEqual(ids([top, ...tiedWith(top, known, speed, score)]), wanted(expected.tied));
        rows.forEach((row, place) => {
          const [low, high] = score.interval(row);
          assert.ok(close(low, expected.low[place]), `${table.ids[place]}: low ${low}`);
          assert.ok(close(high, expected.high[place]), `${table.ids[place]}: high ${high}`);
        });
      });
    }
  }
});
