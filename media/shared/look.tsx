import type { z } from 'zod';
import type { lookSchema } from '../../src/protocol/runPageView.ts';
import { Icon } from './icon.tsx';

type Look = z.infer<typeof lookSchema>;

/** The icon of a state. The editor writes `loading~spin` for one that turns. */
export function LookIcon({ look: { icon, color } }: { readonly look: Look }) {
  const [name = icon, turning] = icon.split('~');
  return <Icon name={name} color={color} spin={turning === 'spin'} />;
}

/** Passed or failed as an icon; the words stand beside it. */
export function Verdict({ passed }: { readonly passed: boolean | null }) {
  if (passed === null) return <Icon name="circle-outline" />;
  return passed ? <Icon name="pass" color="testing.iconPassed" /> : <Icon name="error" color="testing.iconFailed" />;
}

export const verdictWord = (passed: boolean): string => (passed ? 'passed' : 'failed');
