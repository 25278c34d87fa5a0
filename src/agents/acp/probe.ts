import { tmpdir } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { askVersion } from '../adapting/askVersion.ts';
import { oldAdvice } from '../adapting/oldestVersion.ts';
import type { Adapter, Probe, ProcessEnd } from '../port.ts';
import { AcpConnection } from './connection.ts';

/** Milliseconds that a greeting may take; the slowest agent takes a second on an idle machine. */
const patience = 30_000;

/** Of a program that answers `--version`. Whether it is logged in shows with the first model call only. */
export const probeByVersion =
  (agent: 'gemini' | 'opencode'): Adapter['probe'] =>
  async (program, env, processes) => {
    const answer = await askVersion(program, env, processes);
    if (answer === undefined) return undefined;
    const { version, end } = answer;
    const advice = version === undefined ? saysNoVersion(program, end) : oldAdvice(agent, version);
    return {
      program: program[0] ?? '',
      version: version ?? 'unknown',
      auth: 'unknown',
      ...(advice === undefined ? {} : { advice }),
    };
  };

function saysNoVersion(program: readonly string[], { stderr }: ProcessEnd): string {
  const words = stderr.trim().split('\n').at(-1) ?? '';
  return `it says no version: ${words.slice(0, 300)}. Try \`${program.join(' ')} --version\` by hand`;
}

/** Of any command: greets it as a turn would, and leaves. No model is called. */
export const probeByGreeting: Adapter['probe'] = async (program, env, processes) => {
  const agent = new AcpConnection((text) => process.write(text));
  const process = processes.start({
    argv: program,
    cwd: tmpdir(),
    env,
    keepsOpen: true,
    onLine: (line) => agent.take(line),
  });
  const enough = new AbortController();
  const { greet } = await import('./conversation.ts');
  const greeting = greet(agent).catch((error: unknown) => String(error));
  const late = sleep(patience, 'it does not answer', { signal: enough.signal }).catch(() => 'it does not answer');
  const answer = await Promise.race([greeting, process.ended, late]);
  enough.abort();
  await process.end();
  agent.close();
  const { error } = await process.ended;
  if (error !== undefined) return undefined;
  const found: Probe = { program: program[0] ?? '', version: 'unknown', auth: 'unknown' };
  if (typeof answer !== 'string' && 'protocolVersion' in answer) {
    return { ...found, version: answer.agentInfo?.version ?? 'unknown' };
  }
  const why = typeof answer === 'string' ? answer : `it ended with ${answer.signal ?? `exit code ${answer.exitCode}`}`;
  return { ...found, advice: `\`${program.join(' ')}\` does not speak the Agent Client Protocol: ${why}` };
};
