import type { Raised } from '../../model/order.ts';

/** `the tokens to 4,000,000 and the minutes to 90` */
export function raisedText({ tokens, costUsd, minutes, iterations }: Raised): string {
  const parts = [
    tokens === undefined ? [] : [`the tokens to ${tokens.toLocaleString('en-US')}`],
    costUsd === undefined ? [] : [`the cost to $${costUsd.toFixed(2)}`],
    minutes === undefined ? [] : [`the minutes to ${minutes}`],
    iterations === undefined ? [] : [`the iterations of an item to ${iterations}`],
  ].flat();
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
