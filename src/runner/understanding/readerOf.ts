import { createHash } from 'node:crypto';

/** What the folder of a reader is called. */
export const readerFolder = /^[a-z0-9][a-z0-9-]{0,60}-[0-9a-f]{8}$/;

/**
 * Names a reader by their email, so that it can be a folder on every file system: letters, digits and dashes, no two readers
 * alike where case does not count, none that Windows keeps for itself.
 */
export function readerOf(email: string): string {
  const plain = email.trim().toLowerCase();
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return `${slug === '' ? 'reader' : slug}-${createHash('sha256').update(plain).digest('hex').slice(0, 8)}`;
}
