import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { bundle } from '../git/bundle.ts';

/** What a stand-in server knows; both programs keep it in one file. */
export interface ForgeState {
  readonly signedInTo: readonly string[];
  readonly mode: 'well' | 'hangs' | 'rambles' | 'races';
  readonly labels: readonly string[];
  readonly requests: readonly StoredRequest[];
  readonly runs: readonly unknown[];
  readonly calls: readonly { readonly program: string; readonly args: readonly string[]; readonly cwd: string }[];
}

export interface StoredRequest {
  readonly number: number;
  readonly repository: string;
  readonly branch: string;
  readonly into: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
  readonly fork?: boolean;
}

const EMPTY: ForgeState = { signedInTo: [], mode: 'well', labels: [], requests: [], runs: [], calls: [] };

/** A folder with stand-ins for `gh` and `glab` (which of them is the test's choice) and the state they work on. */
export class StandInForge {
  readonly folder: string;
  readonly bin: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.bin = path.join(folder, 'bin');
  }

  static async create(programs: readonly ('gh' | 'glab')[], state: Partial<ForgeState> = {}): Promise<StandInForge> {
    const forge = new StandInForge(await realpath(await mkdtemp(path.join(tmpdir(), 'loopwright-forge-'))));
    await mkdir(forge.bin);
    for (const program of programs) {
      const script = await bundle(path.join('..', 'forge', `${program}StandIn.ts`), forge.folder);
      const file = path.join(forge.bin, program);
      await writeFile(file, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
      await chmod(file, 0o755);
    }
    await forge.set(state);
    return forge;
  }

  get env(): NodeJS.ProcessEnv {
    return { PATH: this.bin, HOME: this.folder, STAND_IN_STATE: this.#file };
  }

  get #file(): string {
    return path.join(this.folder, 'state.json');
  }

  async set(state: Partial<ForgeState>): Promise<void> {
    const before = await this.state().catch(() => EMPTY);
    await writeFile(this.#file, JSON.stringify({ ...before, ...state }));
  }

  async state(): Promise<ForgeState> {
    return JSON.parse(await readFile(this.#file, 'utf8')) as ForgeState;
  }

  async dispose(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
