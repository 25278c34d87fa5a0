const durations = { cut: 30, beard: 20, colour: 90 };

/** Minutes that a service takes. */
export function durationOf(service) {
  return durations[service.toLowerCase()] ?? 0;
}
