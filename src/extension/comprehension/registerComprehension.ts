import { Disposable, type Uri } from 'vscode';
import type { Repositories } from '../repositories/repositories.ts';
import { registerOwedDecorations } from './owedDecorations.ts';
import { registerPayingBack } from './payingBack.ts';
import { registerWhyHovers } from './whyHovers.ts';

interface ComprehensionDeps {
  readonly extension: Uri;
  readonly repositories: Repositories;
}

/** What there is of comprehension outside of a review: paying back, marks on what is owed, and why lines are as they are. */
export function registerComprehension({ extension, repositories }: ComprehensionDeps) {
  const paying = registerPayingBack({ extension, repositories });
  const parts = Disposable.from(
    paying,
    registerOwedDecorations(repositories, extension),
    registerWhyHovers(repositories),
  );
  return { commands: paying.commands, dispose: () => parts.dispose() };
}
