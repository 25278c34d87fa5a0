import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from '../../scripts/paths.mjs';
import { connectRunner } from '../../src/client/connect.ts';
import type { RunDetail } from '../../src/model/shapes.ts';
import type { RunnerClient } from '../../src/protocol/client.ts';
import type { RunnerMethod, RunnerParams, RunnerReply } from '../../src/protocol/runner.ts';
import type { LoopRepository } from './loopRepository.ts';

type Item = RunDetail['items'][number];

/** What was said before a kill, and is done or under way after it. */
const overtaken = /^(not-waiting|no-gate|changed|not-proven|unknown-item|already-\w+)$/;

/** Lets everything through, whoever is killed meanwhile: asks again until it is answered. Starts no runner. */
export class PatientPerson {
  readonly #loop: LoopRepository;
  #client: RunnerClient | undefined;

  constructor(loop: LoopRepository) {
    this.#loop = loop;
  }

  /** The answer, or the refusal's code; `undefined` when the runner was gone before it answered. */
  async askOnce<M extends RunnerMethod>(
    method: M,
    params: RunnerParams<M>,
  ): Promise<{ readonly value: RunnerReply<M> } | { readonly refused: string; readonly why: string } | undefined> {
    const client = await this.#connected();
    const reply = await client.request(method, params);
    if (reply.ok) return { value: reply.value };
    if (reply.error.code === 'disconnected') return undefined;
    return { refused: reply.error.code, why: reply.error.message };
  }

  async ask<M extends RunnerMethod>(method: M, params: RunnerParams<M>): Promise<RunnerReply<M>> {
    for (;;) {
      const reply = await this.askOnce(method, params);
      if (reply === undefined) continue;
      if ('value' in reply) return reply.value;
      throw new Error(`${reply.refused}: ${reply.why}`);
    }
  }

  /** Starts a run, once: whoever heard nothing looks first whether it has begun. */
  async start(file: string): Promise<string> {
    const known = new Set((await this.ask('runs', {})).runs.map((run) => run.id));
    for (;;) {
      const begun = await this.askOnce('start', { file, uncommitted: false });
      if (begun !== undefined && 'value' in begun) return begun.value.run;
      if (begun !== undefined) throw new Error(`${begun.refused}: ${begun.why}`);
      const fresh = (await this.ask('runs', {})).runs.find((run) => !known.has(run.id) && file.includes(run.loop));
      if (fresh !== undefined) return fresh.id;
    }
  }

  /** The run once this holds for it. */
  async until(run: string, isSo: (detail: RunDetail) => boolean): Promise<RunDetail> {
    for (const end = Date.now() + 400_000; Date.now() < end; await delay(40)) {
      const detail = await this.ask('show', { run });
      if (isSo(detail)) return detail;
    }
    const { items, ...detail } = await this.ask('show', { run });
    const waiting = items.map(({ key, status, reason }) => `${key}: ${status} (${reason})`);
    throw new Error(`It never came to that: ${detail.status} (${detail.reason})\n${waiting.join('\n')}`);
  }

  /** Says yes to what this item waits for; fine where somebody was faster. */
  async sayYes(detail: RunDetail, item: Item): Promise<void> {
    const { id: run, definition } = detail;
    const { change } = item;
    let reply: Awaited<ReturnType<typeof this.askOnce>>;
    if (item.waitsFor?.kind === 'gate') reply = await this.askOnce('approve', { run, item: item.id });
    else if (change !== undefined) {
      const approval = { base: change.base, head: change.head, tree: change.tree, definition };
      reply = await this.askOnce('land', { run, item: item.id, approval });
    }
    if (reply !== undefined && 'refused' in reply && !overtaken.test(reply.refused)) {
      throw new Error(`${reply.refused}: ${reply.why}`);
    }
  }

  /** Says yes to everything, one after another, until the run has ended. */
  async seeThrough(run: string): Promise<RunDetail> {
    for (;;) {
      const detail = await this.until(run, isOverOrWaits);
      if (detail.finishedAt !== undefined) return detail;
      for (const item of detail.items) if (item.status === 'waiting') await this.sayYes(detail, item);
    }
  }

  leave(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  async #connected(): Promise<RunnerClient> {
    while (this.#client === undefined) {
      const connected = await connectRunner({
        folder: this.#loop.git.path,
        programs: join(root, 'dist'),
        start: false,
      });
      if (connected.ok) {
        const client = connected.value;
        this.#client = client;
        client.onClose(() => {
          if (this.#client === client) this.#client = undefined;
        });
      } else if (connected.error.code === 'no-runner') await delay(15);
      else throw new Error(`${connected.error.code}: ${connected.error.message}`);
    }
    return this.#client;
  }
}

const isOverOrWaits = ({ finishedAt, items }: RunDetail): boolean =>
  finishedAt !== undefined || items.some((item) => item.status === 'waiting');
