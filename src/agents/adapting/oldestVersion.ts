import type { DrivenAgent } from '../../model/agents.ts';

/** The oldest version of each that was driven, and how it is updated. Of a command that a person names nothing is known. */
const oldest: Readonly<Partial<Record<DrivenAgent, { readonly version: string; readonly update: string }>>> = {
  claude: { version: '2.1.329', update: 'claude update' },
  codex: { version: '0.50.0', update: 'npm i -g @openai/codex' },
  pi: { version: '0.87.1', update: 'npm i -g @earendil-works/pi-coding-agent' },
  gemini: { version: '0.61.0', update: 'npm i -g @google/gemini-cli' },
  opencode: { version: '1.18.33', update: 'npm i -g opencode-ai' },
};

/** What to do about a version that is older than what Loopwright was tried with; undefined where nothing is. */
export function oldAdvice(agent: DrivenAgent, version: string): string | undefined {
  const known = oldest[agent];
  if (known === undefined || !isOlder(version, known.version)) return undefined;
  return `${agent} ${version} is older than ${known.version}, the oldest that Loopwright is tested with: run \`${known.update}\``;
}

/** Whether a version is older than another one; both as `1.2.3`, whatever follows. One that is no version is not. */
export function isOlder(version: string, than: string): boolean {
  if (!/^\d/.test(version)) return false;
  const [one, other] = [numbersOf(version), numbersOf(than)];
  const at = one.findIndex((number, index) => number !== other[index]);
  return at !== -1 && (one[at] ?? 0) < (other[at] ?? 0);
}

const numbersOf = (version: string): readonly number[] =>
  [0, 1, 2].map((index) => Number.parseInt(version.split('.')[index] ?? '0', 10) || 0);
