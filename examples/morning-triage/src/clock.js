const two = (number) => String(number).padStart(2, '0');

/** The time of day for minutes since midnight, such as `08:05`. */
export function timeOf(minutes) {
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
