import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeOf } from '../src/clock.js';

test('minutes of the morning', () => {
  assert.equal(timeOf(485), '08:05');
});
