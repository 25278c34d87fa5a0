import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';

const dim = (/** @type {string} */ text) =>
  process.stdout.isTTY && !process.env['NO_COLOR'] ? `\u001b[2m${text}\u001b[22m` : text;

/**
 * @typedef {object} Command
 * @property {string} typed as a person would type it
 * @property {string} program
 * @property {readonly string[]} args
 * @property {(line: string) => boolean} [shown] which lines of its output are printed; all where absent
 * @property {(printed: string) => string | undefined} [answer] what to type, asked whenever it prints
 * @property {boolean} [interactive] the user types
 * @property {boolean} [shell]
 */

/** Runs commands one after another and prints each as typed, with its output, as a terminal would show it. */
export class Shell {
  #folder;
  #env;

  /**
   * @param {string} folder
   * @param {NodeJS.ProcessEnv} env
   */
  constructor(folder, env) {
    this.#folder = folder;
    this.#env = env;
  }

  get folder() {
    return this.#folder;
  }

  /** @param {string} remark what the reader is told before a command */
  say(remark) {
    console.log(`\n${dim(`# ${remark}`)}`);
  }

  /**
   * @param {Command} command
   * @returns {Promise<{ code: number, output: string }>}
   */
  run({ typed, program, args, shown, answer, interactive = false, shell = false }) {
    console.log(`$ ${typed}`);
    return new Promise((resolve, reject) => {
      const child = spawn(program, [...args], {
        cwd: this.#folder,
        env: this.#env,
        shell,
        stdio: [interactive ? 'inherit' : answer ? 'pipe' : 'ignore', 'pipe', 'pipe'],
        windowsHide: true,
      });
      let output = '';
      const hear = (/** @type {string} */ text) => {
        output += text;
        if (shown === undefined) process.stdout.write(text);
        const line = answer?.(output);
        if (line !== undefined) child.stdin?.write(`${line}\n`);
      };
      child.stdout?.setEncoding('utf8').on('data', hear);
      child.stderr?.setEncoding('utf8').on('data', hear);
      child.on('error', reject);
      child.on('close', (code) => {
        const kept = shown === undefined ? [] : stripVTControlCharacters(output).split('\n').filter(shown);
        if (kept.length > 0) console.log(kept.join('\n'));
        resolve({ code: code ?? 1, output: stripVTControlCharacters(output) });
      });
    });
  }
}
