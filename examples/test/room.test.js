import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Room } from '../src/room.js';

const names = (room) => room.bookings.map((booking) => booking.who);

test('bookings are kept in the order of the day', () => {
  const room = new Room();
  room.book('Grace', '13:00', '14:00');
  room.book('Ada', '9:00', '10:00');
  assert.deepEqual(names(room), ['Ada', 'Grace']);
  assert.equal(room.minutesBooked(), 120);
});

test('a room is not given to two people at once', () => {
  const room = new Room();
  room.book('Ada', '9:00', '10:00');
  assert.throws(() => room.book('Grace', '9:30', '10:30'), /Ada has the room/);
});

test('a meeting may end at the minute the next one starts', () => {
  const room = new Room();
  room.book('Ada', '10:00', '11:00');
  room.book('Grace', '9:00', '10:00');
  assert.deepEqual(names(room), ['Grace', 'Ada']);
});

test('a meeting may start at the minute another one ends', () => {
  const room = new Room();
  room.book('Ada', '9:00', '10:00');
  room.book('Grace', '10:00', '11:00');
  assert.deepEqual(names(room), ['Ada', 'Grace']);
});

test('a cancelled booking frees the room', () => {
  const room = new Room();
  const booking = room.book('Ada', '9:00', '10:00');
  assert.equal(room.cancel(booking), true);
  assert.equal(room.cancel(booking), false);
  room.book('Grace', '9:00', '10:00');
  assert.deepEqual(names(room), ['Grace']);
});
