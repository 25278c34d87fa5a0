import { hash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { drivenAgents } from '../../model/agents.ts';

/** A conversation of an agent, by the name that the engine gives it. */
export const sessionRecordSchema = z.strictObject({
  name: z.string(),
  agent: z.enum(drivenAgents),
  cwd: z.string(),
  /** The agent's own name of it. */
  id: z.string().min(1).max(500),
  /** What it has used from its start; absent where the agent did not tell. */
  used: z
    .strictObject({
      inputTokens: z.number().nonnegative(),
      cachedTokens: z.number().nonnegative(),
      outputTokens: z.number().nonnegative(),
      costUsd: z.number().nonnegative().nullable(),
    })
    .optional(),
});
export type SessionRecord = z.infer<typeof sessionRecordSchema>;

/** The sessions of a run, a file each, written whole or not at all. */
export class SessionLedger {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The session of that name, if it is of this agent and this folder: no agent goes on with another's. Never rejects. */
  async find({ name, agent, cwd }: Pick<SessionRecord, 'name' | 'agent' | 'cwd'>): Promise<SessionRecord | undefined> {
    try {
      const parsed = sessionRecordSchema.safeParse(JSON.parse(await readFile(this.#file(name), 'utf8')));
      if (!parsed.success || parsed.data.name !== name) return undefined;
      return parsed.data.agent === agent && parsed.data.cwd === cwd ? parsed.data : undefined;
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
