import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../scripts/paths.mjs';

interface Comment {
  readonly id: number;
  readonly by: string;
  readonly body: string;
}

/** The tracker of `examples/morning-triage`, running: a server on this machine with CI results, issues and comments. */
export class ExampleTracker {
  readonly url: string;
  readonly #process: ChildProcess;

  private constructor(child: ChildProcess, url: string) {
    this.#process = child;
    this.url = url;
  }

  static async start(): Promise<ExampleTracker> {
    const server = join(root, 'examples/morning-triage/tracker/server.mjs');
    const child = spawn(process.execPath, [server, '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const url = await new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()));
      child.once('error', reject).once('exit', (code) => reject(new Error(`the tracker ended with ${code}`)));
    });
    return new ExampleTracker(child, url);
  }

  /** What the loop has written below an issue. */
  async comments(issue: number): Promise<readonly Comment[]> {
    return (await this.#ask(`/issues/${issue}/comments`)) as readonly Comment[];
  }

  async react(issue: number, reaction: { readonly by: string; readonly content: string; readonly at: string }) {
    const [comment] = await this.comments(issue);
    if (comment === undefined) throw new Error(`issue ${issue} has no comment`);
    await this.#ask(`/comments/${comment.id}/reactions`, reaction);
  }

  async passes(test: string): Promise<void> {
    await this.#ask('/ci/passes', { test });
  }

  async close(issue: number): Promise<void> {
    await this.#ask(`/issues/${issue}/close`, {});
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('close', resolve));
    this.#process.kill();
    await gone;
  }

  async #ask(path: string, body?: object): Promise<unknown> {
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${this.url}${path}`, post);
    if (!answer.ok) throw new Error(`${path} answers ${answer.status}`);
    return answer.json();
  }
}
