import type { Feature } from '../session.ts';
import { codeActions } from './codeActions.ts';
import { codeLens } from './codeLens.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { dryRun } from './dryRun.ts';
import { folding } from './folding.ts';
import { formatting } from './formatting.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlayHints.ts';
import { links } from './links.ts';
import { loops } from './loops.ts';
import { outline } from './outline.ts';
import { problems } from './problems.ts';
import { references } from './references.ts';
import { rename } from './rename.ts';
import { selection } from './selection.ts';
import { semanticWords } from './semanticTokens.ts';
import { workspaceSymbols } from './workspaceSymbols.ts';

/** Everything that the server can do, beside publishing problems. */
export const features: readonly Feature[] = [
  completion,
  hover,
  codeActions,
  outline,
  definition,
  references,
  rename,
  links,
  workspaceSymbols,
  folding,
  selection,
  semanticWords,
  formatting,
  inlayHints,
  codeLens,
  dryRun,
  problems,
  loops,
];
