import { durationOf } from './services.js';

/** Start times, in minutes since midnight, of appointments one after another from `open` until `close`. */
export function slotsFor(service, open, close) {
  const duration = durationOf(service);
  const starts = [];
  for (let start = open; start + duration <= close; start += duration) starts.push(start);
  return starts;
}
