import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type IPty, spawn } from '@lydell/node-pty';
import { Terminal } from '@xterm/headless';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { root } from '../../../scripts/paths.mjs';
import { RealCli } from './realCli.ts';

/** The built program in a real pseudo-terminal, and the screen that a person would see. */
class Window {
  readonly #pty: IPty;
  readonly #screen;
  bytes = '';
  readonly ended: Promise<number>;

  constructor(cli: RealCli, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const size = { cols: 100, rows: 24 };
    this.#screen = new Terminal({ ...size, allowProposedApi: true });
    const own = { PATH: process.env['PATH'] ?? '', HOME: cli.folder, LOOPWRIGHT_DATA: join(cli.folder, 'data') };
    this.#pty = spawn(process.execPath, [join(root, 'dist', 'cli.js'), ...args], {
      ...size,
      name: 'xterm-256color',
      cwd: cli.repository,
      env: { ...own, TERM: 'xterm-256color', ...env },
    });
    this.#pty.onData((data) => {
      this.bytes += data;
      this.#screen.write(data);
    });
    this.ended = new Promise((resolve) => this.#pty.onExit(({ exitCode }) => resolve(exitCode)));
  }

  get lines(): readonly string[] {
    const { active } = this.#screen.buffer;
    return Array.from(
      { length: this.#screen.rows },
      (_, at) => active.getLine(active.baseY + at)?.translateToString(true) ?? '',
    );
  }

  get isAlternate(): boolean {
    return this.#screen.buffer.active.type === 'alternate';
  }

  type(keys: string): void {
    this.#pty.write(keys);
  }

  resize(cols: number, rows: number): void {
    this.#screen.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  async until(seen: RegExp): Promise<void> {
    await expect.poll(() => this.lines.join('\n'), { timeout: 40_000 }).toMatch(seen);
  }

  close(): void {
    this.#pty.kill();
  }
}

let cli: RealCli;
let window: Window | undefined;

beforeAll(async () => {
  cli = await RealCli.create();
  await cli.call(['run', 'keep-tests-green', '--wait']);
});
afterAll(async () => {
  window?.close();
  await cli.remove();
});

it('top draws the runs of a real runner, follows the window, and gives the terminal back', async () => {
  window = new Window(cli, ['top']);
  await window.until(/> \? waiting for you +keep-tests-green/);
  expect(window.isAlternate).toBe(true);
  expect(window.lines[0]).toBe('loopwright top  room-bookings');

  // What stands still is not drawn again: in a second only the lines whose time goes on are, and nothing is wiped.
  const before = window.bytes.length;
  await delay(1500);
  const since = window.bytes.slice(before);
  expect(since).not.toContain('\u001b[2J');
  expect(since).not.toContain('room-bookings');
  expect(since.length).toBeLessThan(2000);

  window.type('\r');
  await window.until(/before the first pass/);
  window.type('\u001b[F');
  await window.until(/next: loopwright review/);
  window.type('\u001b');
  await window.until(/> \? waiting for you/);

  window.resize(50, 10);
  await window.until(/> \? waiting for you +keep-test…?/);
  expect(window.lines.filter((line) => line.startsWith('loopwright top'))).toHaveLength(1);
  expect(Math.max(...window.lines.map((line) => line.length))).toBeLessThanOrEqual(50);

  window.resize(100, 24);
  window.type('s');
  await window.until(/Stop run .*\? Its branch stays/);
  window.type('n');
  await window.until(/q quit/);
  window.type('q');
  expect(await window.ended).toBe(0);
  expect(window.isAlternate).toBe(false);
  expect(window.bytes.trimEnd().endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
}, 120_000);

it('top uses no colour with NO_COLOR, and ends by Ctrl-C', async () => {
  window = new Window(cli, ['top'], { NO_COLOR: '1' });
  await window.until(/> \? waiting for you/);
  // Select Graphic Rendition is what colours are made of.
  expect(window.bytes.includes('\u001b[3')).toBe(false);
  window.type('\u0003');
  expect(await window.ended).toBe(0);
}, 120_000);
