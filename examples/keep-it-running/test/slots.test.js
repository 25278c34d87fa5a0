import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slotsFor } from '../src/slots.js';

test('cuts follow one another', () => {
  assert.deepEqual(slotsFor('cut', 540, 630), [540, 570, 600]);
});

test('what does not fit before closing is not offered', () => {
  assert.deepEqual(slotsFor('colour', 540, 700), [540]);
});
