import type { TestedAgent } from './agentWorld.ts';

export interface HomeOrder {
  readonly home: string;
  /** The model's address, without `/v1`. */
  readonly url: string;
  /** How often the agent itself tries again. */
  readonly retries: number;
}

export interface AgentHome {
  /** What a user of this agent would have configured, by path in the home folder. */
  readonly files: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
}

/** Dollars for a million tokens, the same as the mock counts with. */
const cost = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
const key = 'sk-test-key-of-nobody';

/** How each agent is configured to take the mock for its model. */
export const agentHome: { readonly [A in TestedAgent]: (order: HomeOrder) => AgentHome } = {
  claude: ({ url, retries }) => ({
    files: {},
    env: {
      ANTHROPIC_BASE_URL: url,
      ANTHROPIC_API_KEY: key,
      CLAUDE_CODE_MAX_RETRIES: String(retries),
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
    },
  }),
  codex: ({ home, url, retries }) => ({
    files: {
      '.codex/config.toml': [
        'model = "gpt-5.5"',
        'model_provider = "mock"',
        '[analytics]',
        'enabled = false',
        '[model_providers.mock]',
        'name = "mock"',
        `base_url = "${url}/v1"`,
        'env_key = "OPENAI_API_KEY"',
        'wire_api = "responses"',
        `request_max_retries = ${retries}`,
        `stream_max_retries = ${retries}`,
        '',
      ].join('\n'),
    },
    env: { CODEX_HOME: `${home}/.codex`, OPENAI_API_KEY: key },
  }),
  pi: ({ url, retries }) => ({
    files: {
      '.pi/agent/models.json': JSON.stringify({
        providers: {
          mock: { baseUrl: `${url}/v1`, api: 'openai-completions', apiKey: key, models: [{ id: 'mock-model', cost }] },
        },
      }),
      '.pi/agent/settings.json': JSON.stringify({
        defaultProvider: 'mock',
        defaultModel: 'mock-model',
        retry: { enabled: retries > 0, maxRetries: retries, baseDelayMs: 200 },
      }),
    },
    env: { PI_OFFLINE: '1', PI_TELEMETRY: '0' },
  }),
  gemini: ({ url, retries }) => ({
    files: {
      '.gemini/settings.json': JSON.stringify({
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true, enableAutoUpdate: false, maxAttempts: retries + 1 },
      }),
    },
    env: { GOOGLE_GEMINI_BASE_URL: url, GEMINI_API_KEY: key, GEMINI_CLI_NO_RELAUNCH: 'true' },
  }),
  opencode: ({ home, url }) => ({
    files: {
      '.config/opencode/opencode.json': JSON.stringify({
        autoupdate: false,
        share: 'disabled',
        model: 'mock/mock-model',
        small_model: 'mock/mock-model',
        enabled_providers: ['mock'],
        provider: {
          mock: {
            npm: '@ai-sdk/openai-compatible',
            name: 'mock',
            options: { baseURL: `${url}/v1`, apiKey: key },
            models: {
              'mock-model': {
                name: 'mock',
                cost: { input: cost.input, output: cost.output, cache_read: cost.cacheRead },
                limit: { context: 200_000, output: 8000 },
                tool_call: true,
              },
            },
          },
        },
      }),
    },
    env: {
      XDG_DATA_HOME: `${home}/.local/share`,
      XDG_CONFIG_HOME: `${home}/.config`,
      XDG_STATE_HOME: `${home}/.local/state`,
      XDG_CACHE_HOME: `${home}/.cache`,
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    },
  }),
};
