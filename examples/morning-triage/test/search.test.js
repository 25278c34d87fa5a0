import assert from 'node:assert/strict';
import { test } from 'node:test';
import { search } from '../src/search.js';

test('finds a part of the name', () => {
  assert.deepEqual(search([{ name: 'Oat milk' }, { name: 'Bread' }], 'milk'), [{ name: 'Oat milk' }]);
});
