import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type AutostartWorld,
  type CommandEnd,
  install,
  installed,
  uninstall,
} from '../../../src/runner/autostart/install.ts';
import { launchAgent } from '../../../src/runner/autostart/launchd.ts';
import { autostartPlan } from '../../../src/runner/autostart/plan.ts';
import type { Command, Host, Service } from '../../../src/runner/autostart/service.ts';
import { systemdUnit } from '../../../src/runner/autostart/systemd.ts';
import { runnerService, thisMachine } from '../../../src/runner/autostart/thisMachine.ts';
import { windowsArgument, windowsTask } from '../../../src/runner/autostart/windowsTask.ts';

const folder = mkdtempSync(join(tmpdir(), 'loopwright-autostart-'));
afterAll(() => rmSync(folder, { recursive: true }));

const host = (more: Partial<Host> = {}): Host => ({
  platform: 'linux',
  env: { PATH: '/usr/bin:/home/ä b/bin' },
  home: '/home/ada',
  uid: 1000,
  isElectron: false,
  ...more,
});
const windows = host({ platform: 'win32', home: 'C:\\Users\\Ada', env: { USERDOMAIN: 'PC', USERNAME: 'Ada & Co' } });
const service = (more: Partial<Service> = {}): Service => ({
  root: '/home/ada/my "repo" 100% é $HOME & <x>',
  commonDir: '/home/ada/repo/.git',
  node: '/opt/node 20/bin/node',
  program: '/home/ada/repo/.git/loopwright/programs/1/runner.js',
  build: '0.1.0+abc',
  log: '/home/ada/repo 50%/.git/loopwright/runner.log',
  id: '0123abcd',
  ...more,
});

/** Takes a command line of a unit apart, as systemd.syntax(7), systemd.unit(5) and systemd.service(5) say. */
function systemdWords(line: string): readonly string[] {
  const words = [...line.matchAll(/"((?:[^"\\]|\\.)*)"/gs)].map(([, quoted = '']) => quoted);
  return words.map((word, i) => {
    const text = word.replace(/\\(.)/gs, '$1').replaceAll('%%', '%');
    return i === 0 ? text : text.replaceAll('$$', '$');
  });
}

/** CommandLineToArgvW, by its documentation. */
function windowsWords(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const slashes = /^\\*/.exec(line.slice(i))?.[0].length ?? 0;
    if (slashes > 0 && line[i + slashes] === '"') {
      word = (word ?? '') + '\\'.repeat(slashes / 2);
      i += slashes;
      if (slashes % 2 === 1) word += '"';
      else isQuoted = !isQuoted;
    } else if (line[i] === '"') {
      isQuoted = !isQuoted;
      word ??= '';
    } else if (!isQuoted && /[ \t]/.test(line[i] ?? '')) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + line[i];
  }
  return word === undefined ? words : [...words, word];
}

/** The texts of a document by the path of their element; throws where it is not well formed. */
function xmlTexts(xml: string): (path: string) => readonly string[] {
  const texts: { readonly path: string; text: string }[] = [];
  const open: { readonly path: string; text: string }[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    const element = { path: [...(open.at(-1)?.path.split('/') ?? []), name].join('/'), text: '' };
    open.push(element);
    texts.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return (path) => texts.filter((one) => one.path === path).map(({ text }) => text);
}

/** Characters that paths have on some system, hostile ones above all. */
const paths = fc
  .array(fc.oneof(fc.constantFrom(...' "\'%$&<>\\;`!{}é漢😀\u202e'), fc.string({ minLength: 1, maxLength: 3 })), {
    maxLength: 12,
  })
  .map((parts) => `/${parts.join('')}/x`)
  .filter((path) => !/[\p{Cc}\p{Cs}\ufffe\uffff]/u.test(path));

describe('the systemd unit', () => {
  it('starts the runner again only after a failure, nicely', () => {
    const text = systemdUnit(service(), host());
    expect(text).toContain('\nRestart=on-failure\n');
    expect(text).toContain('\nNice=5\n');
    expect(text).toContain('\nKillMode=process\n');
    expect(text).toContain('\nEnvironment="PATH=/usr/bin:/home/ä b/bin"\n');
    expect(text).toContain('\nStandardOutput=append:/home/ada/repo 50%%/.git/loopwright/runner.log\n');
    expect(text).not.toContain('ELECTRON');
    expect(systemdUnit(service(), host({ isElectron: true }))).toContain('\nEnvironment="ELECTRON_RUN_AS_NODE=1"\n');
  });

  it('gives back every path as it was', () => {
    fc.assert(
      fc.property(paths, paths, (root, program) => {
        const text = systemdUnit(service({ root, program }), host());
        const [, line = ''] = /^ExecStart=(.*)$/m.exec(text) ?? [];
        expect(systemdWords(line)).toEqual(['/opt/node 20/bin/node', program, root, '0.1.0+abc']);
      }),
    );
  });

  it.skipIf(!existsSync('/usr/bin/systemd-analyze'))('is one that systemd reads', () => {
    const file = join(folder, 'loopwright-0123abcd.service');
    writeFileSync(file, systemdUnit(service({ node: process.execPath }), host()));
    const said = spawnSync('systemd-analyze', ['verify', '--user', '--man=no', file], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', XDG_RUNTIME_DIR: folder, HOME: folder },
    });
    // It warns of other units of the machine too.
    expect(said.stderr.split('\n').filter((line) => line.includes('loopwright-0123abcd'))).toEqual([]);
    expect(said.status).toBe(0);
  });

  it('lies where the user’s units are', () => {
    const at = (env: Host['env']) => {
      const plan = autostartPlan(service(), host({ env }));
      return plan.ok ? plan.value.file.path : plan.error;
    };
    expect(at({})).toBe('/home/ada/.config/systemd/user/loopwright-0123abcd.service');
    expect(at({ XDG_CONFIG_HOME: '/c' })).toBe('/c/systemd/user/loopwright-0123abcd.service');
    expect(at({ XDG_CONFIG_HOME: 'relative' })).toBe('/home/ada/.config/systemd/user/loopwright-0123abcd.service');
  });
});

describe('the launch agent', () => {
  const mac = host({ platform: 'darwin', home: '/Users/ada' });

  it('is a valid property list that gives back every path as it was', () => {
    fc.assert(
      fc.property(paths, paths, (root, log) => {
        const text = launchAgent(service({ root, log }), mac);
        const texts = xmlTexts(text);
        expect(texts('plist/dict/array/string').slice(0, 4)).toEqual([
          '/opt/node 20/bin/node',
          service().program,
          root,
          '0.1.0+abc',
        ]);
        expect(texts('plist/dict/string')).toEqual(['loopwright.runner.0123abcd', '/', log, log, 'Background']);
      }),
    );
  });

  it('is loaded into the session of the user', () => {
    const plan = autostartPlan(service(), host({ platform: 'darwin', home: '/Users/ada', uid: 501 }));
    const path = '/Users/ada/Library/LaunchAgents/loopwright.runner.0123abcd.plist';
    expect(plan).toMatchObject({
      ok: true,
      value: {
        file: { path, encoding: 'utf8' },
        install: [
          { file: 'launchctl', args: ['bootout', 'gui/501/loopwright.runner.0123abcd'], mayFail: true },
          { file: 'launchctl', args: ['bootstrap', 'gui/501', path] },
        ],
      },
    });
  });
});

describe('the Windows task', () => {
  const at = {
    root: 'C:\\Users\\Ada\\my repo\\',
    log: 'C:\\r\\runner.log',
    node: 'C:\\Program Files\\nodejs\\node.exe',
    program: 'C:\\r\\runner.js',
  };

  it('is a valid task that gives back every path as it was', () => {
    fc.assert(
      fc.property(paths, (path) => {
        const root = `C:\\${path.slice(1)}`;
        const text = windowsTask(service({ ...at, root }), windows);
        const texts = xmlTexts(text);
        expect(texts('Task/Actions/Exec/Command')).toEqual([at.node]);
        const words = windowsWords(texts('Task/Actions/Exec/Arguments')[0] ?? '');
        expect(words[0]).toBe('-e');
        expect(words.slice(2)).toEqual([at.log, at.program, root, '0.1.0+abc']);
        expect(texts('Task/Triggers/LogonTrigger/UserId')).toEqual(['PC\\Ada & Co']);
      }),
    );
  });

  it('quotes an argument so that it is read back', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const line = words.map((word) => windowsArgument(word.replaceAll('\0', ''))).join(' ');
        expect(windowsWords(line)).toEqual(words.map((word) => word.replaceAll('\0', '')));
      }),
    );
  });

  it('starts what it is told, without a window of its own', async () => {
    const [, , launcher = ''] =
      /^(-e) (".*?[^\\]") /.exec(xmlTexts(windowsTask(service(at), windows))('Task/Actions/Exec/Arguments')[0] ?? '') ??
      [];
    const script = join(folder, 'said.cjs');
    const log = join(folder, 'launched.log');
    writeFileSync(script, 'console.log(JSON.stringify(process.argv.slice(2)))');
    execFileSync(process.execPath, ['-e', windowsWords(launcher)[0] ?? '', log, script, 'a b', '0.1.0']);
    for (let i = 0; i < 400 && !readFileSync(log, 'utf8').includes('\n'); i++)
      await new Promise((go) => setTimeout(go, 25));
    expect(readFileSync(log, 'utf8')).toBe('["a b","0.1.0"]\n');
  });

  it('refuses what Windows would put something else in place of, and the editor’s own Node', () => {
    const refused = (more: Partial<Service>, on: Host) => {
      const plan = autostartPlan(service({ ...at, ...more }), on);
      return plan.ok ? 'ok' : plan.error;
    };
    expect(refused({}, windows)).toBe('ok');
    expect(refused({ root: 'C:\\100% and 50% of it' }, windows)).toMatch(/cannot be given/);
    expect(refused({ root: 'C:\\100%' }, windows)).toBe('ok');
    expect(refused({}, { ...windows, isElectron: true })).toMatch(/needs Node itself/);
    expect(refused({ root: '/a\nExecStart=/bin/x' }, host())).toMatch(/cannot be given/);
    expect(refused({}, host({ platform: 'freebsd' }))).toMatch(/not supported on freebsd/);
  });
});

/** A machine in memory. */
class FakeMachine implements AutostartWorld {
  readonly files = new Map<string, string>();
  readonly ran: string[] = [];
  answer: (command: Command) => CommandEnd = () => ({ exitCode: 0, said: '' });
  readonly host = host();
  read = async (path: string) => this.files.get(path);
  write = async (path: string, text: string) => void this.files.set(path, text);
  remove = async (path: string) => void this.files.delete(path);
  run = async (command: Command) => {
    this.ran.push([command.file, ...command.args].join(' '));
    return this.answer(command);
  };
}

describe('installing', () => {
  it('writes the unit and enables it, can be done again, and is taken back', async () => {
    const machine = new FakeMachine();
    expect(await installed(service(), machine)).toBe('absent');
    const path = '/home/ada/.config/systemd/user/loopwright-0123abcd.service';
    expect(await install(service(), machine)).toEqual({ ok: true, value: path });
    expect(await install(service(), machine)).toEqual({ ok: true, value: path });
    expect(machine.ran.slice(0, 2)).toEqual([
      'systemctl --user daemon-reload',
      'systemctl --user enable --now loopwright-0123abcd.service',
    ]);
    expect([...machine.files.keys()]).toEqual([path]);
    expect(await installed(service(), machine)).toBe('installed');
    expect(await installed(service({ build: '0.2.0+def' }), machine)).toBe('outdated');
    expect(await uninstall(service(), machine)).toEqual({ ok: true, value: true });
    expect(await uninstall(service(), machine)).toEqual({ ok: true, value: false });
    expect(machine.files.size).toBe(0);
  });

  it('leaves nothing behind where the system refuses, and says what it said', async () => {
    const machine = new FakeMachine();
    machine.answer = ({ args }) =>
      args.includes('enable') ? { exitCode: 1, said: 'Failed to connect to bus\n' } : { exitCode: 0, said: '' };
    expect(await install(service(), machine)).toEqual({
      ok: false,
      error: '`systemctl --user enable --now loopwright-0123abcd.service` failed: Failed to connect to bus',
    });
    expect(machine.files.size).toBe(0);
    machine.answer = () => ({ exitCode: null, said: 'spawn systemctl ENOENT' });
    const missing = await install(service(), machine);
    expect(missing.ok ? '' : missing.error).toMatch(/could not be started: spawn systemctl ENOENT/);
  });

  it('on this machine reads what it wrote, in both encodings, and hears of a program that is not there', async () => {
    for (const encoding of ['utf8', 'utf16le'] as const) {
      const file = join(folder, 'deep', encoding);
      await thisMachine.write(file, 'é\n', encoding);
      expect(await thisMachine.read(file, encoding)).toBe('é\n');
      await thisMachine.remove(file);
      await thisMachine.remove(file);
      expect(await thisMachine.read(file, encoding)).toBeUndefined();
    }
    expect(await thisMachine.run({ file: join(folder, 'none'), args: [] })).toMatchObject({ exitCode: null });
    expect(await thisMachine.run({ file: process.execPath, args: ['-e', 'process.exit(3)'] })).toMatchObject({
      exitCode: 3,
    });
    const made = runnerService({ root: '/r', commonDir: '/r/.git' }, '0.1.0+abc');
    expect(made).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{8}$/), node: process.execPath });
  });
});
