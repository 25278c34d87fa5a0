import { spawn } from 'node:child_process';

/** How much of a failed program's output its error message shows, in characters. */
const shownOutput = 4000;

/**
 * Runs a program to its end with its output captured.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, shell?: boolean }} [options]
 * @returns {Promise<string>} what it wrote on standard output
 * @throws {Error} when it cannot be started or ends with another code than 0; the message holds the end of its output
 */
export function runProgram(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { ...options, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let stdout = '';
    let both = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      both += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      both += text;
    });
    child.on('error', (error) => reject(new Error(`${program} could not be started: ${error.message}`)));
    child.on('close', (code, signal) => {
      if (code === 0) return resolve(stdout);
      const how = signal ? `was ended by ${signal}` : `ended with code ${code}`;
      reject(new Error(`${[program, ...args].join(' ')} ${how}\n${both.slice(-shownOutput)}`));
    });
  });
}
