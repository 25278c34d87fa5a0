import { agentHome, type HomeOrder } from './agentHome.ts';
import type { TestedAgent } from './agentWorld.ts';

/** How a user logged in once, so that a file in the home folder is all that an agent has. */
export interface FileLogin {
  readonly agent: TestedAgent;
  /** Of the file, below the home folder. */
  readonly file: string;
  /** What the file holds, as the agent itself writes it; it would refuse a token that is over. */
  readonly content: object;
  /** What the model server must be shown. */
  readonly shown: string;
  readonly home: (order: HomeOrder) => ReturnType<(typeof agentHome)[TestedAgent]>;
}

const inTenHours = Date.now() + 36_000_000;

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** A token that nobody signed, with what codex reads in it. */
const tokenOf = (name: string, secondsLeft: number): string => {
  const auth = { chatgpt_plan_type: 'pro', chatgpt_account_id: 'account-of-nobody', chatgpt_user_id: 'nobody' };
  const exp = Math.round(Date.now() / 1000) + secondsLeft;
  const claims = { email: 'nobody@example.com', name, exp, 'https://api.openai.com/auth': auth };
  return [part({ alg: 'none' }), part(claims), 'x'].join('.');
};

const inTenDays = 864_000;
const accessToken = tokenOf('first', inTenDays);

/** What codex keeps of an account. */
const accountOf = (token: string, renewedAt: string) => ({
  auth_mode: 'chatgpt',
  OPENAI_API_KEY: null,
  tokens: {
    id_token: token,
    access_token: token,
    refresh_token: 'refresh-of-nobody',
    account_id: 'account-of-nobody',
  },
  last_refresh: renewedAt,
});

const codexHome = (order: HomeOrder) => {
  const { files, env } = agentHome.codex(order);
  const config = files['.codex/config.toml'] ?? '';
  return {
    files: { '.codex/config.toml': config.replace(/^env_key.*$/m, 'requires_openai_auth = true') },
    env: without(env, 'OPENAI_API_KEY'),
  };
};

function without(env: Readonly<Record<string, string>>, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name !== key));
}

/** gemini is not among them: it asks Google itself about the token of its file, whatever the model's address is. */
export const fileLogins = {
  'claude, logged in with its account': {
    agent: 'claude',
    file: '.claude/.credentials.json',
    content: {
      claudeAiOauth: {
        accessToken: 'sk-ant-oat01-of-nobody',
        refreshToken: 'sk-ant-ort01-of-nobody',
        expiresAt: inTenHours,
        scopes: ['user:inference', 'user:profile'],
        subscriptionType: 'pro',
      },
    },
    shown: 'Bearer sk-ant-oat01-of-nobody',
    home: (order) => {
      const { files, env } = agentHome.claude(order);
      return { files, env: without(env, 'ANTHROPIC_API_KEY') };
    },
  },
  'codex, logged in with a key': {
    agent: 'codex',
    file: '.codex/auth.json',
    content: { auth_mode: 'apikey', OPENAI_API_KEY: 'sk-file-key-of-nobody' },
    shown: 'Bearer sk-file-key-of-nobody',
    home: codexHome,
  },
  'codex, logged in with its account': {
    agent: 'codex',
    file: '.codex/auth.json',
    content: accountOf(accessToken, new Date().toISOString()),
    shown: `Bearer ${accessToken}`,
    home: codexHome,
  },
  'pi, logged in with a key': {
    agent: 'pi',
    file: '.pi/agent/auth.json',
    content: { mock: { type: 'api_key', key: 'pi-file-key-of-nobody' } },
    shown: 'Bearer pi-file-key-of-nobody',
    home: (order) => {
      const { files, env } = agentHome.pi(order);
      const models = JSON.parse(files['.pi/agent/models.json'] ?? '{}');
      const { apiKey: _, ...mock } = models.providers.mock;
      return { files: { ...files, '.pi/agent/models.json': JSON.stringify({ providers: { mock } }) }, env };
    },
  },
} as const satisfies Readonly<Record<string, FileLogin>>;

/** A login of codex that is over, so that codex has it renewed before anything else. */
export const oldLogin: FileLogin = {
  ...fileLogins['codex, logged in with its account'],
  content: accountOf(tokenOf('old', -60), '2020-01-01T00:00:00.000Z'),
  shown: `Bearer ${tokenOf('renewed', inTenDays)}`,
};
