import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { probeAgents } from '../../../src/agents/probeAgents.ts';
import { agentFindings, loginPathsOf } from '../../../src/cli/doctor/agents.ts';
import { capabilityTable } from '../../../src/cli/doctor/capabilityTable.ts';
import { loopsText } from '../../../src/cli/doctor/loops.ts';
import { drivenAgents } from '../../../src/model/agents.ts';
import { capabilityMark, capabilityMarkdown } from '../../../src/model/capabilityRows.ts';
import { doctorFindingSchema } from '../../../src/model/commandLineShapes.ts';

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
    expect(drivenAgents.filter((agent) => loginPathsOf(agent).length === 0)).toEqual(['acp']);
    expect(loginPathsOf('opencode')).toContain('~/.local/share/opencode');
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
});

describe('docs/agents.md', () => {
  it('has the table of what each can do', async () => {
    const document = await readFile(join(import.meta.dirname, '../../../docs/agents.md'), 'utf8');
    expect(document).toContain(capabilityMark + capabilityMarkdown());
    for (const agent of drivenAgents) expect(capabilityMarkdown()).toContain(`\`${agent}\``);
  });
});
