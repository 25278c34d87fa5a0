import type { Debt } from '../../model/debt.ts';
import { ok, type Result } from '../../model/result.ts';
import type { Refusal } from '../../protocol/runner.ts';
import type { OfRepository } from '../repositories/askedOfAll.ts';
import type { Requests } from '../runner/requests.ts';

/** What is owed in one repository. */
export interface AskedDebt {
  readonly debt: Debt;
}
export type WindowDebt = AskedDebt & OfRepository;

/** What the person owes, or everybody does, as the list of one that a view of several repositories is made of. */
export async function askDebt(link: Requests, of: 'me' | 'repository'): Promise<Result<readonly AskedDebt[], Refusal>> {
  const debt = await link.request('debt', { of });
  return debt.ok ? ok([{ debt: debt.value }]) : debt;
}
