import type { Feature } from '../session.ts';
import { codeActions } from './codeActions.ts';
import { completion } from './completion.ts';
import { hover } from './hover.ts';
import { outline } from './outline.ts';

/** Everything that the server can do, beside telling problems. */
export const features: readonly Feature[] = [completion, hover, codeActions, outline];
