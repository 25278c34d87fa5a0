import { isScalar } from 'yaml';
import { isDriven } from '../../model/agents.ts';
import { templatesIn } from '../../model/templatePath.ts';
import { scalarOffsets } from '../scalarOffsets.ts';
import { isWritten, type Lint, textAt, textsAt } from './lint.ts';
import { roleAgents } from './roleAgents.ts';
import { unattendedTriggers } from './unattended.ts';

const secretName = /(?:TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|CREDENTIALS)$/i;

/** Texts that others may have written: an issue, a report, what came with a request. */
const foreign = /^\s*(?:item\.(?!id\b|key\b)|trigger\.about\b)/;

/**
 * Text of others in a prompt, a secret in the environment and a way out: whoever writes the text can ask for the secret.
 * Told where nobody watches, and where all three are written down.
 */
export const secretsWithinReach: Lint = function* ({ reading }) {
  const variable = textsAt(reading, ['policy', 'env']).find(({ text }) => secretName.test(text))?.text;
  const isOpen = !isWritten(reading, ['policy', 'network']) || textAt(reading, ['policy', 'network'])?.text === 'all';
  if (variable === undefined || !isOpen || unattendedTriggers(reading).length === 0) return;
  for (const { agent, path } of roleAgents(reading)) {
    const prompt = textAt(reading, [...path, 'prompt']);
    if (!prompt || !isScalar(prompt.place.node) || (agent !== 'auto' && !isDriven(agent))) continue;
    const found = templatesIn(prompt.text).find(({ name }) => foreign.test(name ?? ''));
    if (!found) continue;
    const offsets = scalarOffsets(reading.text, prompt.place.node);
    const { start, end } = prompt.place.at;
    const span = { start: offsets[found.start] ?? start, end: offsets[found.end] ?? end };
    yield { code: 'LW336', ...span, data: { template: prompt.text.slice(found.start, found.end), variable } };
  }
};
