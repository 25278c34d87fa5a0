import { hash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrivenAgent } from '../../model/agents.ts';
import type { Used } from './spending.ts';

/** A conversation of an agent, by the name that the engine gives it. */
export interface SessionRecord {
  readonly name: string;
  readonly agent: DrivenAgent;
  readonly cwd: string;
  /** The agent's own name of it, of 1 to 500 characters. */
  readonly id: string;
  /** What it has used from its start; absent where the agent did not tell. */
  readonly used?: Used;
}

/** The sessions of a run, a file each, written whole or not at all. */
export class SessionLedger {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The session of that name, if it is of this agent and this folder: no agent goes on with another's. Never rejects. */
  async find({ name, agent, cwd }: Pick<SessionRecord, 'name' | 'agent' | 'cwd'>): Promise<SessionRecord | undefined> {
    try {
      const kept: unknown = JSON.parse(await readFile(this.#file(name), 'utf8'));
      return isRecord(kept) && kept.name === name && kept.agent === agent && kept.cwd === cwd ? kept : undefined;
    } catch {
      return undefined;
    }
  }

  async keep(record: SessionRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const file = this.#file(record.name);
    const fresh = `${file}.${randomUUID()}`;
    await writeFile(fresh, `${JSON.stringify(record)}\n`, { mode: 0o600 });
    await rename(fresh, file);
  }

  #file(name: string): string {
    return join(this.#folder, `${hash('sha256', name, 'hex').slice(0, 32)}.json`);
  }
}

/**
 * An agent in a cage can write the file too. By hand: a schema's library would be loaded before the agent is started. Whose it
 * is the caller compares.
 */
function isRecord(value: unknown): value is SessionRecord {
  if (typeof value !== 'object' || value === null) return false;
  const { id, used } = value as Partial<Record<keyof SessionRecord, unknown>>;
  return typeof id === 'string' && id !== '' && id.length <= 500 && (used === undefined || isUsed(used));
}

function isUsed(value: unknown): value is Used {
  if (typeof value !== 'object' || value === null) return false;
  const { inputTokens, cachedTokens, outputTokens, costUsd } = value as Partial<Record<keyof Used, unknown>>;
  return [inputTokens, cachedTokens, outputTokens].every(isAmount) && (costUsd === null || isAmount(costUsd));
}

const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0;
