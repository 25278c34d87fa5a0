import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shorten } from '../src/label.js';

test('a short text stays as it is', () => {
  assert.equal(shorten('milk', 4), 'milk');
});

test('a character that takes two places is not cut in half', () => {
  assert.equal(shorten('🥛🥛🥛', 2), '🥛🥛…');
});
