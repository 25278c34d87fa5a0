import type { Headline } from './headline.ts';

/** The numbers that stand for themselves. */
export function HeadlineRow({
  headlines,
  isLead,
}: {
  readonly headlines: readonly Headline[];
  readonly isLead: boolean;
}) {
  return (
    <dl class={isLead ? 'headlines lead' : 'headlines'}>
      {headlines.map(({ name, value, note }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="value">{value}</dd>
          <dd class="quiet">{note}</dd>
        </div>
      ))}
    </dl>
  );
}
