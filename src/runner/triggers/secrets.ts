import { chmod, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runnerFolder } from '../../client/runnerFolder.ts';
import { err, ok, type Result } from '../../model/result.ts';

/** Secrets of webhooks, one file each that its owner alone can read: `<common dir>/loopwright/secrets/<NAME>`. */
const secretsFolder = (commonDir: string): string => join(runnerFolder(commonDir), 'secrets');

const isName = (name: string): boolean => /^[A-Za-z_][A-Za-z0-9_]{0,99}$/.test(name);

/** Shorter ones can be guessed from one signed request. */
const shortest = 16;

/** Keeps a secret. The error says what is wrong with the name or the value, and never the value. */
export async function setSecret(commonDir: string, name: string, value: string): Promise<Result<void, string>> {
  if (!isName(name)) return err(`\`${name}\` is no name of a secret: letters, digits and _, no digit first.`);
  const secret = value.replace(/\r?\n$/, '');
  if (secret.length < shortest || secret.length > 4096) {
    return err(`A secret has ${shortest} to 4096 characters. \`openssl rand -hex 32\` makes a good one.`);
  }
  if (/[\r\n\0]/.test(secret)) return err('A secret is one line.');
  const folder = secretsFolder(commonDir);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chmod(folder, 0o700);
  const fresh = join(folder, `.${name}.${process.pid}`);
  await writeFile(fresh, secret, { mode: 0o600 });
  await rename(fresh, join(folder, name));
  return ok(undefined);
}

/** The secret, from a variable of that name if there is one, else from its file; undefined where it is not set. */
export async function readSecret(
  commonDir: string,
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (!isName(name)) return undefined;
  const given = environment[name];
  if (given !== undefined && given !== '') return given;
  return readFile(join(secretsFolder(commonDir), name), 'utf8').catch(() => undefined);
}

/** Forgets the file of a secret; done also where there is none. */
export async function removeSecret(commonDir: string, name: string): Promise<void> {
  if (isName(name)) await rm(join(secretsFolder(commonDir), name), { force: true });
}

/** The names of the secrets that are kept here, in the order of the alphabet; those in variables are not among them. */
export async function secretNames(commonDir: string): Promise<readonly string[]> {
  const files = await readdir(secretsFolder(commonDir)).catch(() => []);
  return files.filter(isName).sort();
}
