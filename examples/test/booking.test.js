import assert from 'node:assert/strict';
import { test } from 'node:test';
import { book, describeBooking, duration, overlaps } from '../src/booking.js';

test('a booking must end after it starts', () => {
  assert.throws(() => book('Ada', '10:00', '9:00'), RangeError);
  assert.throws(() => book('Ada', '10:00', '10:00'), RangeError);
});

test('a booking knows its length and describes itself', () => {
  const booking = book('Ada', '9:00', '10:30');
  assert.equal(duration(booking), 90);
  assert.equal(describeBooking(booking), '09:00-10:30 Ada');
});

test('bookings that share time overlap', () => {
  const ada = book('Ada', '9:00', '11:00');
  assert.equal(overlaps(ada, book('Grace', '10:00', '12:00')), true);
  assert.equal(overlaps(ada, book('Grace', '8:00', '10:00')), true);
  assert.equal(overlaps(ada, book('Grace', '9:30', '10:00')), true);
});

test('bookings apart do not overlap', () => {
  const ada = book('Ada', '9:00', '10:00');
  const grace = book('Grace', '14:00', '15:00');
  assert.equal(overlaps(ada, grace), false);
  assert.equal(overlaps(grace, ada), false);
});
