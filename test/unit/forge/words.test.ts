import { describe, expect, it } from 'vitest';
import { conclusionOf } from '../../../src/forge/ciRun.ts';
import { programsFor } from '../../../src/forge/forgeProgram.ts';
import {
  ghCreatePullRequest,
  ghRuns,
  parseGhPullRequests,
  parseGhRuns,
  parseGhUrl,
} from '../../../src/forge/github.ts';
import {
  glabCreateMergeRequest,
  glabPipelines,
  parseGlabMergeRequest,
  parseGlabMergeRequests,
} from '../../../src/forge/gitlab.ts';
import { fitBody, fitLabels, fitTitle } from '../../../src/forge/pullRequestText.ts';
import { parseRemoteUrl } from '../../../src/forge/remoteRepository.ts';
import { programCandidates } from '../../../src/git/findProgram.ts';

const REPOSITORY = { host: 'github.com', path: 'acme/tool' };
const TEXT = { branch: 'b', into: 'main', title: '--x', body: 'body', draft: true, labels: ['a', 'b "c", d'] };

describe('the URL of a remote', () => {
  it.each([
    ['https://github.com/acme/tool.git', 'github.com', 'acme/tool'],
    ['https://me:token@GitHub.com/acme/tool/', 'github.com', 'acme/tool'],
    ['git@github.com:acme/tool.git', 'github.com', 'acme/tool'],
    ['github.com:/acme/tool', 'github.com', 'acme/tool'],
    ['ssh://git@ssh.github.com:443/acme/tool.git', 'github.com', 'acme/tool'],
    ['ssh://git@gitlab.example.org:2222/a/b/c.git', 'gitlab.example.org', 'a/b/c'],
    ['https://git.example.org:8443/a/b', 'git.example.org:8443', 'a/b'],
    ['git://h.org/a/b.c', 'h.org', 'a/b.c'],
  ])('%s names a repository', (url, host, path) => {
    expect(parseRemoteUrl(url)).toEqual({ host, path });
  });

  it.each([
    '',
    '/srv/tool.git',
    './tool',
    'C:\\tool',
    'C:/a/b',
    'file:///srv/a/b',
    'https://github.com/',
    'git@h:tool',
    'ext::sh -c x/y',
  ])('%j names none', (url) => expect(parseRemoteUrl(url)).toBeUndefined());

  it.each(['https://h/-x/y', 'git@h:a/b c', 'https://h/a/--repo=evil', 'https://h/a/%2e%2e'])(
    '%j is no name',
    (url) => {
      expect(parseRemoteUrl(url)).toBeUndefined();
    },
  );

  it('says which program to ask', () => {
    expect(programsFor('github.com')).toEqual(['gh']);
    expect(programsFor('github.example.org')).toEqual(['gh']);
    expect(programsFor('acme.ghe.com')).toEqual(['gh']);
    expect(programsFor('gitlab.gnome.org')).toEqual(['glab']);
    expect(programsFor('notgithub.com')).toEqual(['gh', 'glab']);
  });
});

describe('what gh is asked', () => {
  it('has every value in one argument with its option', () => {
    expect(ghCreatePullRequest(REPOSITORY, TEXT)).toEqual({
      args: [
        'pr',
        'create',
        '--repo=github.com/acme/tool',
        '--head=b',
        '--base=main',
        '--title=--x',
        '--body-file=-',
        '--draft',
        '--label=a',
        '--label="b ""c"", d"',
      ],
      input: 'body',
    });
    expect(ghRuns(REPOSITORY, { branch: 'main', since: 0 }).args.slice(0, 4)).toEqual([
      'run',
      'list',
      '--repo=github.com/acme/tool',
      '--branch=main',
    ]);
  });

  it('answers in these forms', () => {
    const one = { number: 7, url: 'https://github.com/acme/tool/pull/7', isCrossRepository: false };
    expect(parseGhPullRequests(JSON.stringify([{ ...one, number: 6, isCrossRepository: true }, one]))).toEqual({
      number: 7,
      url: one.url,
    });
    expect(parseGhPullRequests('[]\n')).toBeUndefined();
    for (const odd of ['', 'null', '{}', '[{}]', '[{"number":"7"}]']) expect(parseGhPullRequests(odd)).toBeNull();
    expect(parseGhUrl('Warning: 1 uncommitted change\nhttps://github.com/acme/tool/pull/12\n')).toEqual({
      number: 12,
      url: 'https://github.com/acme/tool/pull/12',
    });
    expect(parseGhUrl('https://github.com/acme/tool/issues/12')).toBeUndefined();
    expect(parseGhRuns('[{"databaseId":1}]')).toBeNull();
    expect(['success', 'timed_out', 'canceled', 'skipped', 'neutral', ''].map(conclusionOf)).toEqual([
      'success',
      'failure',
      'cancelled',
      'skipped',
      'other',
      'other',
    ]);
  });
});

describe('what glab is asked', () => {
  it('has its text in JSON on standard input', () => {
    const call = glabCreateMergeRequest({ host: 'gitlab.com', path: 'a/b/c' }, TEXT);
    expect(call.args).toEqual([
      'api',
      '--hostname=gitlab.com',
      'projects/a%2Fb%2Fc/merge_requests',
      '--method=POST',
      '--header=Content-Type: application/json',
      '--input=-',
    ]);
    expect(JSON.parse(call.input ?? '')).toEqual({
      source_branch: 'b',
      target_branch: 'main',
      title: 'Draft: --x',
      description: 'body',
      labels: ['a', 'b "c", d'],
    });
    expect(glabPipelines(REPOSITORY, { branch: 'a&b', since: 0 }).args[2]).toBe(
      'projects/acme%2Ftool/pipelines?ref=a%26b&scope=finished&updated_after=1970-01-01T00%3A00%3A00.000Z&order_by=updated_at&sort=desc&per_page=100',
    );
  });

  it('answers in these forms', () => {
    const made = { id: 5, iid: 2, web_url: 'https://gitlab.com/a/b/-/merge_requests/2', state: 'opened' };
    expect(parseGlabMergeRequest(JSON.stringify(made))).toEqual({ number: 2, url: made.web_url });
    expect(parseGlabMergeRequest('{"message":"403 Forbidden"}')).toBeUndefined();
    expect(parseGlabMergeRequests(JSON.stringify([made]))).toEqual({ number: 2, url: made.web_url });
    expect(parseGlabMergeRequests('{}')).toBeNull();
  });
});

describe('the text of a pull request', () => {
  it('fits', () => {
    expect(fitTitle(' a\r\n b\u2028c\0 ')).toBe('a b c');
    expect(fitTitle('\n')).toBe('A change by a loop');
    expect(fitTitle('x'.repeat(300))).toHaveLength(250);
    const long = fitBody(`${'😀'.repeat(40_000)}`, 'pr.md');
    expect(long.length).toBeLessThanOrEqual(60_000);
    expect(long).toContain('The whole of it is in `pr.md`');
    // Throws where half a character was cut off.
    expect(encodeURIComponent(long)).not.toBe('');
    expect(fitLabels(['a', ' a', '\n', 'b\nc'])).toEqual(['a', 'b c']);
  });
});

describe('where a program may be', () => {
  it('is never the folder it starts in', () => {
    expect(programCandidates('gh', { PATH: '/usr/bin::.:bin:/opt/x' }, 'linux')).toEqual(['/usr/bin/gh', '/opt/x/gh']);
    expect(programCandidates('gh', { Path: 'C:\\bin;.;D:\\x y' }, 'win32')).toEqual([
      'C:\\bin\\gh.exe',
      'D:\\x y\\gh.exe',
    ]);
    expect(programCandidates('gh', {}, 'linux')).toEqual([]);
  });
});
