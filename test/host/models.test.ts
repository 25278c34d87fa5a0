import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as vscode from 'vscode';
import { connectRunner } from '../../src/client/connect.ts';
import { answerAsk } from '../../src/extension/models/answerAsk.ts';
import { Consent } from '../../src/extension/models/consent.ts';
import { vscodeModels } from '../../src/extension/models/vscodeModels.ts';
import type { ModelNews, ModelRequest } from '../../src/model/modelAsk.ts';
import type { RunnerClient } from '../../src/protocol/client.ts';
import { until } from './until.ts';

/** The exports of test/host/modelProvider: what its models were asked, and what they say. */
interface Script {
  asked: { prompt: string; model: string }[];
  say: string[];
  fail: Error | undefined;
}

const run = promisify(execFile);
const file = '.loops/judged.loop.yaml';
const loop = `name: judged
on: manual
roles: { maker: { run: echo 1 > judged.txt }, judge: { agent: vscode, model: judging } }
checks: { made: test -f judged.txt }
goal: { until: checks.made.passed && judge.passed, judge: { rubric: There is a file judged.txt. } }
budget: { max-iterations: 1 }
`;

describe('the language models of the editor', () => {
  let script: Script;

  before(async () => {
    const provider = vscode.extensions.getExtension<Script>('loopwright-test.loopwright-test-models');
    assert.ok(provider, 'the extension with the models is not installed beside ours');
    script = await provider.activate();
  });

  beforeEach(() => {
    script.asked = [];
    script.say = ['hello'];
    script.fail = undefined;
  });

  describe('in a window', () => {
    const ask = async (over: Partial<ModelRequest> = {}, isAllowed = true) => {
      const models = vscodeModels({ canSendRequest: () => isAllowed });
      const consent = new Consent(async () => 'Not Now');
      const news: ModelNews[] = [];
      const request: ModelRequest = { id: 'q', prompt: 'Well?', loop: 'l', run: 'r', role: 'judge', ...over };
      const answer = answerAsk({ models, consent, mayRun: () => true });
      const end = await answer(request, (one) => news.push(one), new AbortController().signal);
      return { end, news };
    };

    it('answer by family or id, with their own count of tokens', async () => {
      script.say = ['one ', 'two'];
      const { end, news } = await ask({ model: 'judging', instructions: 'Be brief.' });
      assert.deepEqual(end, {
        status: 'answered',
        usage: { inputTokens: 'Be brief.\n\nWell?'.length, outputTokens: 7 },
      });
      assert.equal(news.map((one) => (one.type === 'text' ? one.text : '')).join(''), 'one two');
      assert.deepEqual(script.asked, [{ prompt: 'Be brief.\n\nWell?', model: 'second' }]);
      assert.equal((await ask({ model: 'first' })).end.status, 'answered');
      assert.equal(script.asked[1]?.model, 'first');
    });

    it('are not asked for what there is not, nor without leave', async () => {
      const none = (await ask({ model: 'gpt' })).end;
      assert.ok(none.status === 'failed' && none.why === 'no-such-model' && /plain, judging/.test(none.message));
      const refused = (await ask({}, false)).end;
      assert.ok(refused.status === 'failed' && refused.why === 'not-allowed');
      assert.deepEqual(script.asked, []);
    });

    it('that refuse say why, in words that reach the runner', async () => {
      script.fail = vscode.LanguageModelError.Blocked('quota used up');
      const { end } = await ask();
      assert.ok(end.status === 'failed', JSON.stringify(end));
      assert.match(end.message, /quota used up/);
      assert.equal(end.why, 'blocked');
    });
  });

  describe('through the real runner', () => {
    let client: RunnerClient | undefined;

    after(async () => {
      await client?.request('leave', {});
      client?.close();
    });

    it('judge the change of a loop', async () => {
      const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
      await mkdir(join(folder, '.loops'), { recursive: true });
      await writeFile(join(folder, file), loop);
      await run('git', ['add', file], { cwd: folder });
      await run('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.com', 'commit', '-qm', 'loop', '--', file], {
        cwd: folder,
      });
      script.say = ['```json\n', '{"score": 9, "reasons": ["It is there."]}', '\n```'];

      const ours = vscode.extensions.getExtension('loopwright.loopwright');
      assert.ok(ours, 'the extension is not installed in this host');
      await ours.activate();
      const programs = join(ours.extensionPath, 'dist');
      await vscode.commands.executeCommand('loopwright.refresh');
      const connected = await connectRunner({ folder, programs, start: true });
      assert.ok(connected.ok, JSON.stringify(connected));
      const runner = connected.value;
      client = runner;
      await until('the offer of this window', async () => {
        const models = await runner.request('models', {});
        return models.ok && models.value.some(({ family }) => family === 'judging') ? true : undefined;
      });
      const agents = await runner.request('agents', {});
      assert.ok(agents.ok && agents.value.some(({ agent }) => agent === 'vscode'), JSON.stringify(agents));

      const started = await runner.request('start', { file, uncommitted: false });
      assert.ok(started.ok, JSON.stringify(started));
      const detail = await until('the verdict', async () => {
        const shown = await runner.request('show', { run: started.value.run });
        return shown.ok && shown.value.status !== 'running' ? shown.value : undefined;
      });
      assert.equal(detail.status, 'waiting', JSON.stringify(detail));
      assert.equal(script.asked.length, 1);
      assert.equal(script.asked[0]?.model, 'second');
      assert.match(script.asked[0]?.prompt ?? '', /There is a file judged\.txt/);
      assert.match(JSON.stringify(detail), /"score":9/);
      const costs = await runner.request('costs', { from: 0 });
      const judge = costs.ok ? costs.value.find(({ role }) => role === 'judge') : undefined;
      assert.ok((judge?.tokens ?? 0) > (script.asked[0]?.prompt.length ?? 0), JSON.stringify(judge));
      await runner.request('reject', { run: started.value.run, reason: 'a test' });
    });
  });
});
