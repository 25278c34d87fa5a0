import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loginEnvironment } from '../../../src/agents/drive/agentEnvironment.ts';
import { probeAgents } from '../../../src/agents/probeAgents.ts';
import { agentFindings, loginLines, loginPathsOf } from '../../../src/cli/doctor/agents.ts';
import { capabilityTable } from '../../../src/cli/doctor/capabilityTable.ts';
import { editorFound } from '../../../src/cli/doctor/editorModels.ts';
import { loopsHere, loopsText } from '../../../src/cli/doctor/loops.ts';
import { pricesFinding } from '../../../src/cli/doctor/prices.ts';
import { openRepository } from '../../../src/git/repository.ts';
import { agentLogins } from '../../../src/model/agentLogins.ts';
import { drivenAgents } from '../../../src/model/agents.ts';
import { capabilityMark, capabilityMarkdown } from '../../../src/model/capabilityRows.ts';
import { doctorFindingSchema } from '../../../src/model/commandLineShapes.ts';
import { TemporaryRepository } from '../../support/repository.ts';
import { must } from '../git/must.ts';

const patience = 60_000;
const describeUnix = process.platform === 'win32' ? describe.skip : describe;

/** Programs on a PATH of their own that answer as the real ones do. */
describeUnix('the agents on PATH', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loopwright-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const program = async (name: string, script: string): Promise<void> => {
    const file = join(folder, name);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
  };
  const env = () => ({ PATH: `${folder}:/usr/bin:/bin`, HOME: folder });

  it('are none', async () => {
    const found = await probeAgents({ PATH: folder });
    expect(found).toEqual([]);
    const [only, ...more] = agentFindings(found);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ name: 'agents', status: 'ok', message: expect.stringContaining('no coding agent') });
  });

  it('are in the editor too, for judges, where a window offers its models', () => {
    const models = [{ id: 'm', name: 'M', family: 'gpt-5', vendor: 'copilot' }];
    expect(editorFound([])).toEqual([]);
    const [all, editor] = doctorFindingSchema.array().parse(agentFindings(editorFound(models)));
    expect(all?.message).toMatch(/no coding agent .* a judge can be vscode/);
    expect(editor).toMatchObject({
      name: 'vscode',
      status: 'ok',
      message: 'gpt-5, in a window of VS Code, for judges only',
    });
  });

  it('tell version and login', { timeout: patience }, async () => {
    await program(
      'claude',
      'case "$1" in --version) echo "2.9.0 (Claude Code)";; *) echo \'{"loggedIn":false}\'; exit 1;; esac',
    );
    await program('pi', 'echo 0.87.1');
    await mkdir(join(folder, 'gemini'));
    const found = await probeAgents(env());
    expect(found.map(({ agent }) => agent)).toEqual(['claude', 'pi']);
    const findings = doctorFindingSchema.array().parse(agentFindings(found));
    expect(findings[0]?.message).toContain('not found: codex, gemini, opencode');
    expect(findings[1]).toMatchObject({
      name: 'claude',
      status: 'warning',
      message: expect.stringMatching(/^2\.9\.0, not logged in: .*claude/),
      agent: { version: '2.9.0', auth: 'missing', can: { maxTurns: true } },
    });
    expect(findings[1]?.agent?.login.paths).toContain('~/.claude/.credentials.json');
    expect(findings[1]?.agent?.login.variables).toContain('ANTHROPIC_*');
    expect(findings[2]?.message).toMatch(/^0\.87\.1/);
    const lines = capabilityTable(findings);
    expect(lines[0]?.trim()).toMatch(/^claude +pi$/);
    expect(lines.find((line) => line.startsWith('max-turns'))?.split(/\s+/)).toEqual(['max-turns', 'yes', 'no']);
  });

  it('may say nothing for ever, and are told as such', { timeout: patience }, async () => {
    await program('opencode', 'exec sleep 1000');
    const [found] = await probeAgents(env(), 500);
    expect(found).toMatchObject({ agent: 'opencode', version: 'unknown', auth: 'unknown' });
    expect(found?.advice).toContain('did not answer within 0.5 s');
  });

  it('may print garbage', { timeout: patience }, async () => {
    await program('codex', 'head -c 100000 /dev/urandom; exit 3');
    const [found] = await probeAgents(env());
    expect(found).toMatchObject({ agent: 'codex' });
    expect(found?.version).toBe('unknown');
  });
});

describe('what a login needs', () => {
  it('is named for each agent that has one', () => {
    expect(drivenAgents.filter((agent) => loginPathsOf(agent).length === 0)).toEqual(['acp', 'vscode']);
    expect(loginPathsOf('opencode')).toContain('~/.local/share/opencode');
  });

  it('lies where the variable says', () => {
    const paths = loginPathsOf('claude', { CLAUDE_CONFIG_DIR: '/elsewhere/' });
    expect(paths).toEqual(expect.arrayContaining(['/elsewhere/.credentials.json', '/elsewhere/.claude.json']));
    expect(paths).toContain('~/.claude.json');
    expect(paths.filter((path) => path.startsWith('~/.claude/'))).toEqual([]);
  });

  it('is shown whole: every variable that a launch gives on', () => {
    for (const agent of drivenAgents.filter((one) => one !== 'acp' && one !== 'vscode')) {
      const [, finding] = agentFindings([{ agent, program: agent, version: '1', auth: 'ok' }]);
      const { variables = [] } = finding?.agent?.login ?? {};
      const own = Object.fromEntries([...variables, 'HOME'].map((name) => [name.replace('*', 'X'), 'y']));
      const given = Object.keys(loginEnvironment(agent, own));
      expect(given).toEqual(variables.map((name) => name.replace('*', 'X')));
      expect(loginLines(finding === undefined ? [] : [finding])[0]).toContain('HTTPS_PROXY');
      // A folder that a variable names is found by the agent only where the variable is given on.
      const { variable } = agentLogins[agent].home ?? {};
      if (variable !== undefined) expect(loginEnvironment(agent, { [variable]: '/x' })).toEqual({ [variable]: '/x' });
    }
  });
});

describe('prices', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'loopwright-prices-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are told, and a file of them that cannot be used', async () => {
    const file = join(folder, 'prices.json');
    const env = { LOOPWRIGHT_PRICES: file };
    expect(await pricesFinding(env)).toMatchObject({ status: 'ok', message: expect.stringContaining('would be in') });
    await writeFile(file, '{"m": {"input": 1, "output": 2}}');
    expect(await pricesFinding(env)).toMatchObject({
      status: 'ok',
      message: expect.stringMatching(/prices\.json, over/),
    });
    await writeFile(file, '{"m": 1}');
    expect(await pricesFinding(env)).toMatchObject({
      status: 'warning',
      message: expect.stringMatching(/is not used\. Write dollars/),
    });
  });
});

describe('the loops of the checkout', () => {
  it('are well, or named with the reason', () => {
    expect(loopsText(0, []).status).toBe('ok');
    expect(loopsText(2, []).message).toBe('all 2 can run here');
    expect(loopsText(2, [{ name: 'fix', why: 'roles.maker: codex was not found.' }])).toEqual({
      name: 'loops',
      status: 'error',
      message: 'fix cannot run: roles.maker: codex was not found.',
    });
  });

  it('are looked at with the definitions that they name', { timeout: patience }, async () => {
    const loop = 'name: fix\non: manual\nroles: { maker: { agent: "claude:fixer", prompt: Fix. } }\nchecks: { t: x }\n';
    const repository = await TemporaryRepository.create({
      files: {
        '.loops/fix.loop.yaml': `${loop}goal: checks.t.passed\n`,
        '.claude/agents/fixer.md': '---\nname: fixer\ncolor: red\nhooks: {}\n---\nFix.\n',
      },
    });
    try {
      const opened = must(await openRepository(repository.path));
      expect(
        await loopsHere(opened, { env: { LOOPWRIGHT_AGENT_CLAUDE: process.execPath }, hasModels: async () => false }),
      ).toEqual({
        name: 'loops',
        status: 'warning',
        message:
          'the one there is can run here. fix: roles.maker: Of the definition claude:fixer these fields have no effect here: color, hooks.',
      });
    } finally {
      await repository.dispose();
    }
  });
});

describe('docs/agents.md', () => {
  it('has the table of what each can do', async () => {
    const document = await readFile(join(import.meta.dirname, '../../../docs/agents.md'), 'utf8');
    expect(document).toContain(capabilityMark + capabilityMarkdown());
    for (const agent of drivenAgents) expect(capabilityMarkdown()).toContain(`\`${agent}\``);
  });
});
