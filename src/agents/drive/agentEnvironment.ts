import { agentLogins, proxyVariables } from '../../model/agentLogins.ts';
import type { DrivenAgent } from '../../model/agents.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What an agent gets of the runner's environment for its login. */
export function loginEnvironment(agent: DrivenAgent, own: Environment): Readonly<Record<string, string>> {
  const wanted = [...agentLogins[agent].variables, ...proxyVariables];
  return Object.fromEntries(
    Object.entries(own).flatMap(([name, value]) =>
      value !== undefined && wanted.some((one) => isNamed(one, name.toUpperCase())) ? [[name, value]] : [],
    ),
  );
}

const isNamed = (wanted: string, name: string): boolean =>
  wanted.endsWith('*') ? name.startsWith(wanted.slice(0, -1)) : name === wanted;

/** An environment in which no proxy is asked for what is at `host`; as it was where there is none. */
export function unproxied(env: Readonly<Record<string, string>>, host: string): Record<string, string> {
  const isProxied = Object.keys(env).some((name) => /^(http|https|all)_proxy$/i.test(name));
  const past = Object.entries(env).find(([name, value]) => name.toUpperCase() === 'NO_PROXY' && value !== '')?.[1];
  if (!isProxied || past === '*') return { ...env };
  const list = past === undefined ? host : `${past},${host}`;
  return { ...env, NO_PROXY: list, no_proxy: list };
}
