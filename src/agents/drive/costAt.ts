import type { ModelPrice } from '../../model/modelPrice.ts';
import type { Used } from './spending.ts';

/** Dollars for what was used. */
export function costAt(price: ModelPrice, { inputTokens, cachedTokens, outputTokens }: Used): number {
  const cached = Math.min(cachedTokens, inputTokens);
  const { input, cachedInput = input, output } = price;
  return ((inputTokens - cached) * input + cached * cachedInput + outputTokens * output) / 1e6;
}
