import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime, parseTime } from '../src/time.js';

test('a time is read as minutes since midnight', () => {
  assert.equal(parseTime('0:00'), 0);
  assert.equal(parseTime('9:30'), 570);
  assert.equal(parseTime('24:00'), 1440);
});

test('what is no time is refused', () => {
  assert.throws(() => parseTime('half past nine'), TypeError);
  assert.throws(() => parseTime('9:60'), RangeError);
  assert.throws(() => parseTime('24:01'), RangeError);
});

test('a time is written with two digits each', () => {
  assert.equal(formatTime(0), '00:00');
  assert.equal(formatTime(570), '09:30');
});
