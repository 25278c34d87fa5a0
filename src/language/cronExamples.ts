/** Schedules that people want, in words. */
export const cronExamples: readonly {
  readonly value: string;
  readonly detail: string;
  readonly preferred?: boolean;
}[] = [
  { value: '0 6 * * 1-5', detail: 'at 06:00 on workdays', preferred: true },
  { value: '0 6 * * *', detail: 'every day at 06:00' },
  { value: '0 22 * * SUN', detail: 'on Sundays at 22:00' },
  { value: '0 * * * *', detail: 'every hour' },
  { value: '*/30 * * * *', detail: 'every half hour' },
  { value: '0 9-17 * * 1-5', detail: 'every hour from 09:00 to 17:00 on workdays' },
  { value: '0 3 1 * *', detail: 'on the first of every month at 03:00' },
];
