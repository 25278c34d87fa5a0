import type { DrivenAgent } from '../../model/agents.ts';

/**
 * The variables of the user's environment that an agent's login and settings need, beside those that every command gets.
 * `doctor` shows them, and the cage lets them through. A name that ends with `*` stands for all that begin so.
 */
const anthropic = ['ANTHROPIC_*'];
const openai = ['OPENAI_*'];
const google = ['GEMINI_*', 'GOOGLE_*'];
const bedrock = ['AWS_*', 'CLOUD_ML_REGION'];

export const loginVariables: { readonly [A in DrivenAgent]: readonly string[] } = {
  claude: [
    ...anthropic,
    ...bedrock,
    'CLAUDE_*',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'GOOGLE_CLOUD_PROJECT',
    'IS_SANDBOX',
  ],
  codex: [...openai, 'CODEX_*', 'AZURE_OPENAI_API_KEY'],
  pi: [
    ...anthropic,
    ...openai,
    ...google,
    'PI_*',
    'OPENROUTER_API_KEY',
    'GROQ_API_KEY',
    'MISTRAL_API_KEY',
    'XAI_API_KEY',
  ],
  gemini: google,
  opencode: [...anthropic, ...openai, ...google, 'OPENCODE_*', 'OPENROUTER_API_KEY'],
  acp: [],
};

/** How to the model's server, for every agent that asks one over the network. */
const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY'];

type Environment = Readonly<Record<string, string | undefined>>;

/** What an agent gets of the runner's environment for its login. */
export function loginEnvironment(agent: DrivenAgent, own: Environment): Readonly<Record<string, string>> {
  const wanted = [...loginVariables[agent], ...proxies];
  return Object.fromEntries(
    Object.entries(own).flatMap(([name, value]) =>
      value !== undefined && wanted.some((one) => isNamed(one, name.toUpperCase())) ? [[name, value]] : [],
    ),
  );
}

const isNamed = (wanted: string, name: string): boolean =>
  wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;
