import type { Used } from '../../src/model/usedOf.ts';

const nearlyUsed = 0.8;

/** What was used of a limit. The bar says what the words beside it say. */
export function SpendBar({ words, share }: Used) {
  if (share === null) return <span>{words}</span>;
  const used = Math.round(share * 100);
  const look = share >= 1 ? 'over' : share >= nearlyUsed ? 'near' : '';
  return (
    <span class="spend">
      <span class={`bar ${look}`} aria-hidden="true">
        <span class="used" style={{ width: `${Math.min(100, used)}%` }} />
      </span>
      {words} ({used} %)
    </span>
  );
}
