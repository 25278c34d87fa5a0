import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CageScene, everybody, openCage, processesWith } from './cageScene.ts';
import { runGit } from './runGit.ts';

/** Real bubblewrap (Debian package `bubblewrap`). Where it cannot be had these fail and say so: nothing is skipped. */
describe.runIf(process.platform === 'linux').each(everybody)('the cage of $name', (somebody) => {
  let scene: CageScene;
  let server: Server;
  let port: number;

  beforeAll(async () => {
    scene = new CageScene(somebody);
    server = createServer((_, response) => response.end('egress'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => {
    server.close();
    scene.dispose();
  });

  it('passes its own test', async () => {
    expect((await scene.ask({ cage: openCage })).standing).toEqual({ ok: true, value: { by: 'bubblewrap' } });
  });

  it('hides keys, tokens and the address of the runner, and what other runs wrote', async () => {
    const { home, commonDir } = scene;
    const paths = ['.ssh/id_ed25519', '.config/gh/hosts.yml', '.npmrc', '.claude/settings.json', 'project/a.txt'];
    const files = [...paths.map((path) => join(home, path)), join(commonDir, 'loopwright/runner.json')];
    const look = `cat ${files.join(' ')}; ls -A "$HOME"`;
    expect((await scene.bare('/bin/sh', ['-c', look])).out.match(/CANARY-[A-Z]+/g)).toHaveLength(5);
    const { out } = await scene.run(look);
    expect(out).not.toMatch(/CANARY/);
    expect(out).not.toMatch(/\.ssh|\.config|\.npmrc/);
  });

  it('shows root nothing that is for root alone', async () => {
    const { out } = await scene.run(
      'cat /etc/shadow /etc/ssh/ssh_host_* 2>/dev/null | wc -c; ls -A /root /run /tmp | sort -u',
    );
    expect(out.split('\n')[0]?.trim()).toBe('0');
    expect(out).not.toMatch(/docker\.sock|dbus/);
  });

  it('lets the worktree and a temp folder of its own be written, and nothing else', async () => {
    const { outside, worktree, commonDir, repository } = scene;
    const targets = [
      join(outside, 'new'),
      join(outside, 'file'),
      join(commonDir, 'config'),
      join(commonDir, 'hooks/post-checkout'),
      join(commonDir, 'worktrees/r1/HEAD'),
      join(commonDir, 'worktrees/r1/commondir'),
      join(worktree, '.git'),
      '/etc/loopwright-canary',
      '/usr/bin/loopwright-canary',
    ];
    const before = readFileSync(join(commonDir, 'config'), 'utf8');
    const attempts = targets.map((path) => `( echo evil >> '${path}' ) 2>/dev/null && echo "wrote ${path}"`);
    const more = [
      `rm -f '${worktree}/.git' 2>/dev/null && echo "removed .git"`,
      `mv '${worktree}/.git' '${worktree}/.git2' 2>/dev/null && echo "moved .git"`,
      `mv '${worktree}' '${worktree}2' 2>/dev/null && echo "moved the worktree"`,
      `ln '${outside}/file' hard 2>/dev/null && echo "linked"`,
      'echo fine > new.txt; mkdir sub; echo temp > /tmp/temp; cat /tmp/temp; cat a.txt',
    ];
    const { out } = await scene.run([...attempts, ...more].join('\n'));
    expect(out).toBe('temp\none\n');
    expect(readFileSync(join(worktree, 'new.txt'), 'utf8')).toBe('fine\n');
    expect(readFileSync(join(commonDir, 'config'), 'utf8')).toBe(before);
    expect(readFileSync(join(outside, 'file'), 'utf8')).toBe('outside\n');
    expect(existsSync(join(repository, 'new.txt'))).toBe(false);
    expect(existsSync('/tmp/temp')).toBe(false);
  });

  it('does not let a hook or a setting be planted that git would run outside', async () => {
    const canary = join(scene.outside, 'hook-ran');
    const hook = `#!/bin/sh\\ntouch ${canary}\\n`;
    await scene.run(`
      for h in pre-commit post-checkout reference-transaction; do
        printf '${hook}' > "$(git rev-parse --git-common-dir)/hooks/$h" && chmod +x "$(git rev-parse --git-common-dir)/hooks/$h"
      done
      git config core.fsmonitor 'touch ${canary}'
      git config --worktree core.hooksPath /tmp
      git config --global alias.status '!touch ${canary}'
    `);
    runGit(scene.repository, '-c', 'safe.directory=*', 'commit', '-q', '--allow-empty', '-m', 'two');
    runGit(scene.worktree, '-c', 'safe.directory=*', 'status');
    expect(existsSync(canary)).toBe(false);
    expect(readdirSync(join(scene.commonDir, 'hooks')).filter((name) => !name.endsWith('.sample'))).toEqual([]);
  });

  it('lets git look, and says that it cannot add: the engine commits', async () => {
    const { out, err } = await scene.run(
      'echo x > g.txt; git status --short -- g.txt; git diff --stat; git log --oneline | wc -l; git add -A; echo "add $?"',
    );
    expect(out).toMatch(/^\?\? g\.txt$/m);
    expect(out).toMatch(/^add 128$/m);
    expect(err).toMatch(/index\.lock.*Read-only file system/);
  });

  it('follows no link out of the worktree to write', async () => {
    symlinkSync(join(scene.outside, 'file'), join(scene.worktree, 'link'));
    symlinkSync(join(scene.home, '.ssh'), join(scene.worktree, 'keys'));
    const { out } = await scene.run(
      '( echo evil > link ) 2>/dev/null && echo wrote; cat keys/id_ed25519 2>/dev/null; true',
    );
    expect(out).toBe('');
    expect(readFileSync(join(scene.outside, 'file'), 'utf8')).toBe('outside\n');
  });

  it('keeps attempts to break out inside', async () => {
    const { outside, home } = scene;
    const { out } = await scene.run(`
      mount -o remount,rw / 2>/dev/null && echo "remounted"
      mount -o remount,rw,bind / 2>/dev/null && echo "remounted"
      umount '${home}' 2>/dev/null && echo "unmounted"
      umount -l /tmp 2>/dev/null && echo "unmounted"
      unshare -Urm sh -c "mount -o remount,rw,bind / ; umount '${home}'; cat '${home}/.ssh/id_ed25519'; echo x > '${outside}/u'" 2>/dev/null
      unshare -Um sh -c "umount '${home}'; cat '${home}/.ssh/id_ed25519'" 2>/dev/null
      nsenter -t 1 -m cat '${home}/.ssh/id_ed25519' 2>/dev/null
      cat '/proc/1/root${home}/.ssh/id_ed25519' 2>/dev/null
      for p in /proc/[0-9]*; do cat "$p/root${home}/.ssh/id_ed25519" 2>/dev/null; done
      mknod /tmp/disk b 8 0 2>/dev/null && echo "made a device"
      chroot / true 2>/dev/null && echo "chrooted"
      ls /proc | grep -c '^[0-9]'
      grep CapEff /proc/self/status
      grep NoNewPrivs /proc/self/status
      kill -9 1 2>/dev/null; kill -TERM 1 2>/dev/null
      echo alive
    `);
    const lines = out.trim().split('\n');
    expect(lines).not.toContain('remounted');
    expect(out).not.toMatch(/CANARY|unmounted|device|chrooted/);
    expect(Number(lines[0])).toBeLessThan(10);
    expect(lines.slice(1)).toEqual(['CapEff:\t0000000000000000', 'NoNewPrivs:\t1', 'alive']);
    expect(existsSync(join(outside, 'u'))).toBe(false);
  });

  it('sees no process of the machine, to trace or to end', async () => {
    const { out } = await scene.run(
      `kill -0 ${process.pid} 2>/dev/null && echo seen; cat /proc/${process.pid}/environ 2>/dev/null | wc -c`,
    );
    expect(out.trim()).toBe('0');
  });

  it('reaches the network, or nothing at all', async () => {
    const ask = `curl -sS -m 3 http://127.0.0.1:${port}/ 2>/dev/null; echo; grep -c : /proc/net/dev`;
    expect((await scene.run(ask)).out).toMatch(/^egress/);
    const { out } = await scene.run(ask, { network: 'none' });
    expect(out.trim()).toBe('1');
    const own = `node -e "const h=require('http');const s=h.createServer((q,r)=>r.end('own')).listen(0,'127.0.0.1',()=>h.get(s.address(),(r)=>r.on('data',(d)=>{console.log(String(d));process.exit()})))"`;
    expect((await scene.run(own, { network: 'none' })).out.trim()).toBe('own');
  });

  it('ends a daemon with its command, whatever it did to get away', async () => {
    const nap = `88${Math.floor(Math.random() * 1e6)}.5`;
    const { code, out } = await scene.run(
      `( setsid env -i /bin/sh -c '/bin/sleep ${nap} & exec /bin/sleep ${nap}' >/dev/null 2>&1 & ) ; sleep 0.2; pgrep -fc 'sleep ${nap}' ; exit 7`,
    );
    expect(code).toBe(7);
    expect(Number(out.trim())).toBeGreaterThan(0);
    for (let looks = 0; looks < 100 && processesWith(nap).length > 0; looks++) await sleep(20);
    expect(processesWith(nap)).toEqual([]);
  });

  it('keeps npm, whose home is new in every cage, from asking its registry for a newer npm each time', async () => {
    const { out } = await scene.run('npm config get update-notifier; echo "$NO_UPDATE_NOTIFIER"');
    expect(out).toBe('false\n1\n');
  });

  it('passes exit codes, signals, output and the environment on', async () => {
    expect((await scene.run('exit 3')).code).toBe(3);
    expect((await scene.run('kill -TERM $$')).code).toBe(143);
    expect((await scene.run('echo "$HOME"; pwd; echo "$TMPDIR"; echo oops >&2')).out).toBe(
      `${scene.home}\n${scene.worktree}\n/tmp\n`,
    );
  });

  it('shows and lets write what the policy names, and a role its own folder but for the claim on its step', async () => {
    const { home, worktree, directory } = scene;
    mkdirSync(join(home, 'cache'), { recursive: true });
    scene.put('cache/kept', 'kept\n');
    writeFileSync(join(directory, 'pid.json'), 'claim\n');
    symlinkSync(scene.outside, join(worktree, 'sub-link'));
    const script = `cat ~/.npmrc; echo more >> ~/.npmrc; cat ~/cache/kept; echo new > ~/cache/new
      echo said > '${directory}/report.jsonl'; echo forged > '${directory}/pid.json'; echo x > sub-link/through`;
    const policy = { read: ['~/.npmrc'], write: ['~/cache', `${worktree}/sub-link`] };
    const { out } = await scene.run(script, policy, { write: [directory], read: [join(directory, 'pid.json')] });
    expect(out).toBe('//registry/:_authToken=CANARY-NPM\nkept\n');
    expect(readFileSync(join(home, 'cache/new'), 'utf8')).toBe('new\n');
    expect(readFileSync(join(home, '.npmrc'), 'utf8')).not.toMatch(/more/);
    expect(readFileSync(join(directory, 'report.jsonl'), 'utf8')).toBe('said\n');
    expect(readFileSync(join(directory, 'pid.json'), 'utf8')).toBe('claim\n');
    expect((await scene.run(`cat '${directory}/pid.json'`)).out).toBe('');
  });

  it('keeps what it hides and shows where the policy lets a folder around the repository be written', async () => {
    const { repository, commonDir, directory } = scene;
    const script = `echo said > '${directory}/said'; echo new > '${repository}/new'; echo x >> '${commonDir}/config'
      cat '${commonDir}/loopwright/runner.json'`;
    const config = readFileSync(join(commonDir, 'config'), 'utf8');
    const { out } = await scene.run(script, { write: [repository] }, { write: [directory] });
    expect(out).toBe('');
    expect(readFileSync(join(directory, 'said'), 'utf8')).toBe('said\n');
    expect(readFileSync(join(repository, 'new'), 'utf8')).toBe('new\n');
    expect(readFileSync(join(commonDir, 'config'), 'utf8')).toBe(config);
  });

  it("lets a driven agent's login in: sessions are kept, settings cannot be changed, nothing else is planted", async () => {
    const { home } = scene;
    scene.put('.claude/.credentials.json', 'login\n');
    scene.put('.claude.json', '{"projects":{}}\n');
    const script = `cat ~/.claude/.credentials.json ~/.claude/settings.json; echo s > ~/.claude/projects/session.jsonl
      echo renewed > ~/.claude/.credentials.json; echo evil > ~/.claude/settings.json; mkdir -p ~/.claude/hooks && echo evil > ~/.claude/hooks/x
      echo evil > ~/.claude/settings.local.json; echo changed > ~/.claude.json; cat ~/.claude.json`;
    const { out } = await scene.run(script, {}, { agent: 'claude' });
    expect(out).toBe('login\n{"canary":"CANARY-CLAUDE"}\nchanged\n');
    expect(readFileSync(join(home, '.claude/projects/session.jsonl'), 'utf8')).toBe('s\n');
    expect(readFileSync(join(home, '.claude/.credentials.json'), 'utf8')).toBe('renewed\n');
    expect(readFileSync(join(home, '.claude/settings.json'), 'utf8')).toMatch(/CANARY/);
    expect(readFileSync(join(home, '.claude.json'), 'utf8')).toBe('{"projects":{}}\n');
    expect(existsSync(join(home, '.claude/hooks'))).toBe(false);
    expect(existsSync(join(home, '.claude/settings.local.json'))).toBe(false);
    expect(
      (await scene.run('ls ~/.ssh 2>&1; cat ~/.claude/settings.json 2>/dev/null', {}, { agent: 'codex' })).out,
    ).toMatch(/No such file/);
  });
});
