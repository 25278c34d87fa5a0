import type { FileKind } from '../fileKind.ts';

interface Weight {
  readonly weight: number;
  /** Why it stands where it stands. */
  readonly why: string;
}

/** What a file is for: the floor on which signs are added. */
export const kindWeights: Readonly<Record<FileKind, Weight & { readonly reason: string }>> = {
  pipeline: { weight: 52, reason: 'decides what builds, checks or hooks run', why: 'it runs with rights, unasked' },
  code: { weight: 50, reason: 'code', why: 'it is what runs' },
  settings: { weight: 45, reason: 'settings', why: 'they steer code, and tests seldom see them' },
  manifest: { weight: 40, reason: 'names the dependencies', why: 'what it brings in has signs of its own' },
  test: { weight: 30, reason: 'test', why: 'users never run it; what weakens it has signs of its own' },
  data: { weight: 20, reason: 'data', why: 'it is read by code that did not change' },
  docs: { weight: 10, reason: 'documentation', why: 'nothing runs it' },
  generated: { weight: 0, reason: 'generated: read what it is made from', why: 'its source is what people wrote' },
  lockfile: { weight: 0, reason: 'lockfile: read the manifest instead', why: 'it follows from the manifest' },
};

/**
 * What each sign adds, heaviest first. Three steps: 40 and more lifts a unit over every plain unit of any kind, 20 to 39 over
 * every plain unit of its kind, below that it sorts within a kind. The steps are our judgement, held against real changes
 * in test/unit/review/risk/realChanges.test.ts; the numbers mean nothing but their order.
 */
export const signWeights = {
  'protected-path': { weight: 60, why: 'the loop itself says that no change may touch it' },
  'test-deleted': { weight: 60, why: 'with the file go all its proofs' },
  'install-script': { weight: 50, why: 'it runs on every machine that installs this, before anybody looks' },
  'hidden-characters': { weight: 50, why: 'what is read is not what runs (Boucher and Anderson 2021, Trojan Source)' },
  'safety-off': { weight: 50, why: 'certificates or checks of input are no longer looked at' },
  'assertions-gone': { weight: 45, why: 'the cheapest way to a passing test is to stop asking' },
  'tests-gone': { weight: 45, why: 'a test that is gone cannot fail' },
  'test-skipped': { weight: 45, why: 'a skipped test proves nothing and still counts as there' },
  symlink: { weight: 45, why: 'it can point out of the repository' },
  submodule: { weight: 45, why: 'another repository comes in as one line' },
  'expectation-looser': { weight: 40, why: 'the test passes for more programs than before' },
  executable: { weight: 40, why: 'a file that can be run asks for a reason' },
  swallowed: { weight: 35, why: 'errors that vanish are found by users' },
  evaluated: { weight: 35, why: 'text becomes code' },
  'sql-from-text': { weight: 35, why: 'values inside a statement are how injections begin' },
  'handling-gone': { weight: 32, why: 'a failure that was met before is met no more' },
  'export-gone': { weight: 32, why: 'others may call it, and their tests are not here' },
  tolerance: { weight: 30, why: 'a limit that moves until the test passes' },
  command: { weight: 30, why: 'it starts other programs' },
  deletes: { weight: 30, why: 'what it removes does not come back' },
  permission: { weight: 30, why: 'it changes who may do what' },
  'await-gone': { weight: 30, why: 'what fails later fails unseen, and order changes' },
  'name-of-care': { weight: 30, why: 'its path speaks of access, secrets, money or stored data' },
  'was-symlink': { weight: 30, why: 'readers of the link get something else' },
  'link-elsewhere': { weight: 30, why: 'readers of the link get something else' },
  'new-dependency': { weight: 28, why: 'code of strangers, with their dependencies' },
  condition: { weight: 25, why: 'one operator decides, and reads like the old one' },
  prototype: { weight: 25, why: 'what one object gets, all get: how objects of others are taken over' },
  'instructs-agents': { weight: 25, why: 'agents do what it says' },
  concurrency: { weight: 22, why: 'mistakes show now and then, and seldom in tests' },
  'check-off': { weight: 20, why: 'the tool that would have complained was told to be silent' },
  network: { weight: 20, why: 'it talks to other machines' },
  secret: { weight: 20, why: 'secrets end up in logs and repositories by accident' },
  signature: { weight: 20, why: 'all callers are part of the change, shown or not; each doubling of them adds' },
  'dependency-jump': { weight: 20, why: 'a new major version may behave otherwise' },
  pattern: { weight: 20, why: 'regular expressions are hard to read and to test to their edges' },
  dependency: { weight: 15, why: 'other code under a known name' },
  value: { weight: 12, why: 'a constant is a decision without a word of why' },
  'expectation-changed': { weight: 12, why: 'rightly so when behaviour was meant to change; else it hides a fault' },
  script: { weight: 12, why: 'other commands run under a known name' },
  'not-executable': { weight: 10, why: 'what calls it will fail' },
  'test-shrinks': { weight: 10, why: 'fewer lines may ask less' },
  'new-condition': { weight: 8, why: 'a new branch, beside what was there' },
  owned: { weight: 8, why: 'somebody asked to be asked' },
  deleted: { weight: 5, why: 'what used it shows up elsewhere in the change' },
  binary: { weight: 5, why: 'it cannot be read' },
  'lock-alone': { weight: 5, why: 'versions moved though no manifest asked' },
} as const satisfies Readonly<Record<string, Weight>>;
export type SignName = keyof typeof signWeights;

/** In tests, data and documents what code does counts less: signs that are not about tests weigh this share. */
export const asideShare = 0.3;
