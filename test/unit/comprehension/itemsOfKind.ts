import { askedUnits } from '../../../src/comprehension/askedUnit.ts';
import type { CodeReading } from '../../../src/comprehension/codeReading.ts';
import type { Item } from '../../../src/comprehension/item.ts';
import { type Maker, Making } from '../../../src/comprehension/making.ts';
import type { PromptWorld } from '../../../src/comprehension/promptWorld.ts';
import { defaultLimits, Trials } from '../../../src/comprehension/trials.ts';
import { outlined, type Reviewed, ReviewedWorld } from './reviewedWorld.ts';

/** All items of one kind about a change, unit by unit, and why there are no more of each unit. What is asked is not remembered. */
export async function itemsOfKind(
  make: Maker,
  reviewed: Reviewed,
  code: CodeReading,
  { most = Number.POSITIVE_INFINITY, world = new ReviewedWorld(reviewed) as PromptWorld } = {},
): Promise<{ items: Item[]; ends: string[] }> {
  const outline = await outlined(reviewed);
  const { signal } = new AbortController();
  const trials = new Trials(world, defaultLimits, signal);
  const making = new Making(outline.head, world, code, trials, signal);
  const items: Item[] = [];
  const ends: string[] = [];
  for (const unit of askedUnits(outline)) {
    const source = make(unit, making);
    while (items.length < most) {
      const { done, value } = await source.next();
      if (done) {
        ends.push(value);
        break;
      }
      if (typeof value === 'object') items.push(value);
      trials.renew();
    }
  }
  return { items, ends };
}
