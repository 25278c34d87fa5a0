import { formatTime, parseTime } from './time.js';

/** A booking from one time to another, as `book('Ada', '9:00', '10:30')`. */
export function book(who, from, to) {
  const start = parseTime(from);
  const end = parseTime(to);
  if (end <= start) throw new RangeError(`a booking must end after it starts: ${from} to ${to}`);
  return { who, start, end };
}

/** Whether two bookings claim the room at the same time. */
export function overlaps(a, b) {
  return a.start <= b.end && b.start < a.end;
}

/** Length in minutes. */
export function duration(booking) {
  return booking.end - booking.start;
}

/** The booking as `09:00-10:30 Ada`. */
export function describeBooking(booking) {
  return `${formatTime(booking.start)}-${formatTime(booking.end)} ${booking.who}`;
}
