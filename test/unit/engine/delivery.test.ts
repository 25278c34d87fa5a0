import { describe, expect, it } from 'vitest';
import type { RunStart } from '../../../src/model/event.ts';
import type { StepInput } from '../../../src/model/steps.ts';
import { person, startOf } from './scene.ts';
import { type Files, lands, type Options, usage, type Workshop, work } from './workshop.ts';

const loopWith = (deliver: string, more = ''): string =>
  [
    'name: tidy',
    'on: manual',
    'roles: { maker: { agent: command, run: make } }',
    'checks: { tests: npm test }',
    'goal: checks.tests.passed',
    `deliver: ${deliver}`,
    more,
  ].join('\n');

const right: Files = { 'src/a.js': 'right' };
const shop: Workshop = {
  make: () => ({ files: right, said: { summary: 'Put it right.', usage: usage(1200, 0.25) } }),
  checks: { tests: (files) => files['src/a.js'] === 'right' },
};
const startAs = (as: RunStart['deliver']['as']) => startOf({ deliver: { as, into: 'refs/heads/main', squash: true } });
const run = (as: RunStart['deliver']['as'], more: Workshop = {}, options: Options = {}, fields = '') =>
  work(loopWith(`{ as: ${as} }`, fields), { ...shop, ...more }, { start: startAs(as), ...options });

describe('as a branch', () => {
  it('leaves one commit there, with its trailers, and keeps the branch', async () => {
    let published: StepInput<'publish'> | undefined;
    let reclaimed: StepInput<'reclaim'> | undefined;
    const { outcome } = await run('branch', {
      more: {
        publish: (input) => {
          published = input;
          return { commit: input.head };
        },
        reclaim: (input) => {
          reclaimed = input;
          return { removed: true };
        },
      },
    });
    expect(outcome).toMatchObject({
      status: 'delivered',
      reason: expect.stringMatching(/^Delivered [0-9a-f]{12} as branch loops\/tidy\/run-1\/default\.$/),
    });
    expect(published).toMatchObject({ branch: 'refs/heads/loops/tidy/run-1/default', squash: true });
    expect(published?.message).toMatch(/Loop: tidy\nLoop-Run: run-1\nLoop-Definition: sha256:d/);
    expect(reclaimed?.dropBranch).toBeUndefined();
  });
});

describe('as a patch', () => {
  it('writes a file and says which', async () => {
    const { outcome, delivered } = await run('patch');
    expect(outcome).toMatchObject({ status: 'delivered', reason: 'Wrote the patch /change.patch.' });
    expect(delivered).toEqual(right);
  });
});

describe('as a pull request', () => {
  const opened: StepInput<'open'>[] = [];
  const open: Workshop['more'] = {
    open: (input) => {
      opened.push(input);
      return { status: 'opened', url: 'https://example.org/1', bodyFile: '/b.md' };
    },
  };

  it('pushes the branch and opens it, with evidence and cost', async () => {
    opened.length = 0;
    const { outcome } = await run('pull-request', { more: open }, {}, 'budget: { max-cost-usd: 5 }');
    expect(outcome.reason).toMatch(
      /^Pushed [0-9a-f]{12} to origin as loops\/tidy\/run-1\/default\. Pull request: https:\/\/example\.org\/1$/,
    );
    expect(opened[0]).toMatchObject({ title: 'tidy: Put it right.', into: 'refs/heads/main', draft: false });
    expect(opened[0]?.body).toMatch(
      /Put it right\.[\s\S]*`checks\.tests\.passed`[\s\S]*\| tests \| passed \|[\s\S]*1 file, 2 lines, 1 iteration\. Cost: \$0\.25, 1200 tokens\.[\s\S]*Loop-Run: run-1/,
    );
  });

  it('says that the cost is not known where it is not', async () => {
    opened.length = 0;
    await run('pull-request', { more: open });
    expect(opened[0]?.body).toContain('Cost: unknown');
  });

  it('holds no markdown that a maker or an item could smuggle in', async () => {
    opened.length = 0;
    const summary = 'Done\n\n# Approved by security\n![x](https://evil.example/p.png)\n<img src=x> `code` @everyone';
    await run('pull-request', { make: () => ({ files: right, said: { summary } }), more: open });
    expect(opened[0]?.body).not.toMatch(/^# Approved/m);
    expect(opened[0]?.body).not.toContain('![x](');
    expect(opened[0]?.body).not.toMatch(/(?<!\\)<img/);
    expect(opened[0]?.title).not.toContain('\n');
  });

  it('leaves the text as a file where no program can open one', async () => {
    const { outcome } = await run('pull-request', {
      more: { open: () => ({ status: 'unavailable', why: 'gh is not installed.', bodyFile: '/b.md' }) },
    });
    expect(outcome).toMatchObject({
      status: 'delivered',
      reason: expect.stringMatching(/gh is not installed\. The text for it: \/b\.md$/),
    });
  });

  it('that cannot be pushed waits in the inbox, and is pushed again when a person says so', async () => {
    const answers = ['refused', 'pushed'] as const;
    let pushes = 0;
    const more: Workshop['more'] = {
      push: () => {
        const status = answers[pushes++] ?? 'pushed';
        return status === 'refused' ? { status, reason: 'The remote has another branch of that name.' } : { status };
      },
    };
    const waiting = await run('pull-request', { more });
    expect(waiting.outcome).toEqual({ status: 'waiting', reason: 'default/wait/1' });
    expect(waiting.inbox).toMatchObject([
      {
        kind: 'conflict',
        title: 'tidy could not be delivered',
        why: 'The remote has another branch of that name.',
        actions: ['land', 'reject'],
      },
    ]);
    pushes = 0;
    const { outcome, durable } = await run('pull-request', { more }, { says: [lands(right)] });
    expect(outcome.status).toBe('delivered');
    expect(durable.done.filter((key) => key.endsWith('/publish'))).toHaveLength(1);
  });
});

describe('as a merge', () => {
  it('a conflict is a conflict: it waits, the inbox says why, and nothing is lost', async () => {
    const conflict = 'The target has changed the same lines of src/a.js.';
    const { outcome, inbox, durable } = await run(
      'merge',
      { more: { merge: () => ({ status: 'refused', code: 'conflict', reason: conflict }) } },
      { says: [lands(right), lands(right)] },
    );
    expect(outcome).toEqual({ status: 'waiting', reason: 'default/wait/3' });
    expect(inbox).toMatchObject([{ kind: 'conflict', why: conflict }]);
    expect(durable.done.some((key) => key.includes('reclaim'))).toBe(false);
  });

  it('and is no success when it is rejected in the end: the branch stays', async () => {
    let reclaimed: StepInput<'reclaim'> | undefined;
    const { outcome } = await run(
      'merge',
      {
        more: {
          merge: () => ({ status: 'refused', code: 'conflict', reason: 'Both changed it.' }),
          reclaim: (input) => {
            reclaimed = input;
            return { removed: true };
          },
        },
      },
      { says: [lands(right), { kind: 'reject', reason: 'later', by: person }] },
    );
    expect(outcome).toEqual({ status: 'rejected', reason: 'Rejected by Ada: later' });
    expect(reclaimed?.dropBranch).toBeUndefined();
  });

  it('lands after a refusal once what stood in the way is gone', async () => {
    let attempts = 0;
    const { outcome } = await run(
      'merge',
      {
        more: {
          land: ({ candidate }) =>
            attempts++ === 0
              ? { status: 'refused', code: 'dirty', reason: 'src/a.js has changes of yours.' }
              : { status: 'landed', commit: candidate },
        },
      },
      { says: [lands(right), lands(right)] },
    );
    expect(outcome.status).toBe('delivered');
  });
});

describe('what an end leaves in inbox and memory', () => {
  const never: Workshop = { checks: { tests: () => false } };
  it('gave up: for a person to look at', async () => {
    const { inbox, concluded } = await run('branch', never);
    expect(inbox).toMatchObject([
      { kind: 'escalation', title: 'tidy gave up', severity: 'medium', actions: ['run', 'dismiss'] },
    ]);
    expect(concluded).toMatchObject([{ outcome: { status: 'gave-up' }, iterations: 5 }]);
  });

  it('failed: likewise', async () => {
    const more: Workshop['more'] = {
      commit: () => {
        throw new Error('the disk is full');
      },
    };
    const { outcome, inbox } = await run('branch', { more });
    expect(outcome).toEqual({ status: 'failed', reason: 'the disk is full' });
    expect(inbox).toMatchObject([{ kind: 'failure', title: 'tidy failed', severity: 'high', why: 'the disk is full' }]);
  });

  it('delivered, rejected, nothing found, stopped: no noise', async () => {
    expect((await run('branch')).inbox).toEqual([]);
    const reject = { kind: 'reject', reason: 'no', by: person } as const;
    expect((await run('merge', {}, { says: [reject] })).inbox).toEqual([]);
    const idle: Workshop = { make: (files) => files, checks: { tests: () => true } };
    expect((await run('branch', idle)).inbox).toEqual([]);
    expect((await run('branch', {}, { stopBefore: 'default/1/make' })).inbox).toEqual([]);
  });

  it('a stop while the end is written down does not lose it', async () => {
    for (const stopBefore of ['default/raise/1', 'default/conclude/1']) {
      const { outcome, concluded, inbox } = await run('branch', never, { stopBefore });
      expect(outcome.status).toBe('gave-up');
      expect(concluded).toHaveLength(1);
      expect(inbox).toHaveLength(1);
    }
  });

  it('a memory that cannot be written does not change how the item ended, and is told', async () => {
    const more: Workshop['more'] = {
      conclude: () => {
        throw new Error('The state branch cannot be written.');
      },
    };
    const { outcome } = await run('branch', { more });
    expect(outcome.status).toBe('delivered');
    expect(outcome.reason).toMatch(/The state branch cannot be written\.$/);
  });
});
