import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newMinute } from '../../../src/agents/acp/geminiMinute.ts';
import { plainTurn } from './replay.ts';

const places: string[] = [];
afterEach(() => {
  for (const place of places.splice(0)) rmSync(place, { recursive: true, force: true });
});

/** A home of gemini with one session, and whether going on with it waits. */
async function waits(begun: string, now: string, id = '12345678-aaaa'): Promise<boolean> {
  const home = mkdtempSync(join(tmpdir(), 'loopwright-gemini-'));
  places.push(home);
  const chats = join(home, '.gemini', 'tmp', 'tree', 'chats');
  mkdirSync(chats, { recursive: true });
  writeFileSync(join(chats, `session-${begun}-12345678.jsonl`), '{}\n');
  const turn = { ...plainTurn, env: { HOME: home }, session: { id, mode: 'continue' as const } };
  const stop = new AbortController();
  const waiting = newMinute(turn, stop.signal, () => Date.parse(now)).then(() => 'over');
  const first = await Promise.race([waiting, new Promise((resolve) => setTimeout(() => resolve('waits'), 200))]);
  stop.abort();
  await waiting;
  return first === 'waits';
}

describe('newMinute', () => {
  it('waits where the session was begun in this very minute', async () => {
    expect(await waits('2026-11-21T13-17', '2026-11-21T13:17:20.000Z')).toBe(true);
  });

  it('waits for none that was begun before, nor for another', async () => {
    expect(await waits('2026-11-21T13-17', '2026-11-21T13:18:20.000Z')).toBe(false);
    expect(await waits('2026-11-21T13-17', '2026-11-21T13:17:20.000Z', '99999999-aaaa')).toBe(false);
  });

  it('waits for nothing where there is no session to go on with, or no home', async () => {
    const signal = new AbortController().signal;
    await newMinute(plainTurn, signal);
    await newMinute({ ...plainTurn, env: { HOME: '/no/such' }, session: { id: 'x', mode: 'continue' } }, signal);
  });
});
