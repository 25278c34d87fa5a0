import assert from 'node:assert/strict';
import { test } from 'node:test';
import { total } from '../src/price.js';

test('a few pieces cost what they cost', () => {
  assert.equal(total(3, 100), 300);
});

test('ten pieces cost as much as nine', () => {
  assert.equal(total(10, 100), 900);
});
