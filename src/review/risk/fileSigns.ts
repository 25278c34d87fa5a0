import type { FileChange } from '../../model/change.ts';
import type { FileKind } from '../fileKind.ts';
import { languageOf } from './language.ts';
import { named } from './quoted.ts';
import type { RiskWorld } from './seen.ts';
import type { Sign } from './sign.ts';

const executable = '100755';
const symlink = '120000';
const submodule = '160000';

const ofCare =
  /(?:^|[/._-])(?:auth|authn|authz|login|session|security|crypto|secrets?|passwords?|credentials?|tokens?|permissions?|acl|payments?|billing|migrations?|sudoers)(?:[/._-]|$)|(?:^|\/)\.env|\.(?:pem|key|p12|pfx)$/i;
const forAgents =
  /(?:^|\/)(?:AGENTS|CLAUDE|GEMINI|SKILL)\.md$|(?:^|\/)\.(?:claude|codex|cursor|agents|gemini|continue)\/|(?:^|\/)\.(?:cursorrules|mcp\.json)$|copilot-instructions\.md$/i;

/** Signs of a file as a whole: its path, its owners, its mode, whether it is there at all. */
export function* fileSigns(file: FileChange, kind: FileKind, world: RiskWorld): Iterable<Sign> {
  yield* modeSigns(file);
  const why = world.protectedBy(file.path);
  if (why !== undefined) yield { name: 'protected-path', reason: why };
  if (kind === 'lockfile') yield* lockfileSigns(file.path, world);
  if (kind === 'generated' || kind === 'lockfile') return;
  const owners = world.ownersOf(file.path);
  if (owners.length > 0) yield { name: 'owned', reason: `owned by ${named(owners)}` };
  if (kind !== 'docs' && ofCare.test(file.path)) {
    yield { name: 'name-of-care', reason: 'its name speaks of access, secrets, money or stored data' };
  }
  if (forAgents.test(file.path)) yield { name: 'instructs-agents', reason: 'tells agents what to do' };
  const isTest = kind === 'test' && languageOf(file.path) !== 'plain';
  if (isTest && file.status === 'deleted') yield { name: 'test-deleted', reason: 'a test is deleted' };
  else if (isTest && file.removed > file.added) yield { name: 'test-shrinks', reason: 'a test loses lines' };
  else if (file.status === 'deleted') yield { name: 'deleted', reason: 'is deleted' };
  if (file.binary) yield { name: 'binary', reason: 'binary: its lines cannot be compared' };
}

const manifestOf: readonly (readonly [lockfile: RegExp, manifest: string])[] = [
  [/(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?)$/, 'package.json'],
  [/deno\.lock$/, 'deno.json'],
  [/Cargo\.lock$/, 'Cargo.toml'],
  [/go\.sum$/, 'go.mod'],
  [/(?:poetry|uv|pdm)\.lock$/, 'pyproject.toml'],
  [/Pipfile\.lock$/, 'Pipfile'],
  [/composer\.lock$/, 'composer.json'],
  [/Gemfile\.lock$/, 'Gemfile'],
];

function* lockfileSigns(path: string, { touches }: RiskWorld): Iterable<Sign> {
  const manifest = manifestOf.find(([lockfile]) => lockfile.test(path))?.[1];
  if (manifest === undefined || touches === undefined) return;
  const beside = path.replace(/[^/]*$/, manifest);
  // Of a workspace one lockfile serves many manifests; one at the top that changed alone tells enough.
  if (!touches(beside)) yield { name: 'lock-alone', reason: `${manifest} beside it did not change` };
}

function* modeSigns({ oldMode, newMode, status }: FileChange): Iterable<Sign> {
  const becomes = (mode: string): boolean => newMode === mode && oldMode !== mode;
  if (becomes(symlink)) yield { name: 'symlink', reason: 'becomes a symbolic link' };
  else if (oldMode === symlink && newMode === symlink) {
    yield { name: 'link-elsewhere', reason: 'a symbolic link points elsewhere' };
  }
  if (newMode === submodule || oldMode === submodule) {
    yield { name: 'submodule', reason: 'another repository inside this one' };
  }
  if (becomes(executable)) {
    yield { name: 'executable', reason: status === 'added' ? 'a new executable file' : 'becomes executable' };
  }
  if (oldMode === executable && newMode === '100644')
    yield { name: 'not-executable', reason: 'is no longer executable' };
  if (status === 'type-changed' && oldMode === symlink) yield { name: 'was-symlink', reason: 'was a symbolic link' };
}
