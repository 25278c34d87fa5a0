import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { agentPrograms } from '../agents/agentPrograms.ts';
import { addressFile, runnerFolder } from '../client/runnerFolder.ts';
import { totalOf } from '../engine/budgets.ts';
import { startGitThrough } from '../git/gitProcess.ts';
import { removeLeftAhead } from '../git/removeAhead.ts';
import type { Repository } from '../git/repository.ts';
import { GitStarter } from '../git/starter/gitStarter.ts';
import { WorktreePool } from '../git/worktreePool.ts';
import { accountOf } from '../insights/accountOf.ts';
import type { RunCommand } from '../journal/engine.ts';
import { runOrAdopt } from '../journal/step/stepCommand.ts';
import { WrapperPool } from '../journal/step/wrapperPool.ts';
import type { Cage } from '../model/cage.ts';
import type { RunState } from '../model/runState.ts';
import type { RunnerStatus } from '../model/shapes.ts';
import { protocolVersion, type RunnerAddress, runnerAddressSchema } from '../protocol/runner.ts';
import { Redactor } from '../redaction/redact.ts';
import { cagesOf } from '../sandbox/cages.ts';
import { AgentSlots } from '../steps/agentSlots.ts';
import { stepHandlers } from '../steps/handlers.ts';
import { loopMemories } from '../steps/loopMemories.ts';
import { OpenQuestions } from '../steps/openQuestions.ts';
import { Purse } from '../steps/purse.ts';
import type { StepWorld } from '../steps/stepWorld.ts';
import { runnerApi } from './api.ts';
import { AttentionLog } from './attention.ts';
import { busyItems } from './busyItems.ts';
import { changedBy } from './changedBy.ts';
import { Changes } from './changes.ts';
import { Connection } from './connection.ts';
import { Costs } from './costs.ts';
import { crashAt } from './crashAt.ts';
import { DaySettings } from './daySettings.ts';
import { Firings } from './firings.ts';
import { Following } from './following.ts';
import { leaveWhenIdle } from './idle.ts';
import { Inbox } from './inbox.ts';
import { KnownReverts } from './knownReverts.ts';
import { LoopRecords } from './loopRecords.ts';
import { ModelWindows } from './modelWindows.ts';
import { keepOutlines } from './outline/outlineApi.ts';
import { Outlines } from './outline/outlines.ts';
import { unitBodies } from './outline/unitBodies.ts';
import { reapAgents } from './reapAgents.ts';
import { Expectations } from './review/expectations.ts';
import { ReviewFacts } from './review/reviewFacts.ts';
import { Runs } from './runs.ts';
import { Schedules } from './schedules.ts';
import { clearScratch } from './scratch.ts';
import { tellWhenBack } from './snoozed.ts';
import { newSocketPath } from './socketPath.ts';
import { openStores } from './stores.ts';
import { keepPrompts } from './understanding/keepPrompts.ts';
import { LedgerKeeping } from './understanding/ledgerKeeping.ts';
import { PromptProgram } from './understanding/promptProgram.ts';
import { Prompts } from './understanding/prompts.ts';
import { Quiz } from './understanding/quiz.ts';
import { warmUp } from './warmth.ts';
import { WorktreeRows } from './worktreeRows.ts';

export interface RunnerOptions {
  readonly repository: Repository;
  readonly build: string;
  /** Folder with `step.js`, `git.js`, `outline.js`, `prompts.js`, `repair.js`, `agent.js`, `agent.after.js` and `mcp.js`. */
  readonly programs: string;
  readonly idleMs: number;
  /** Called once everything of this runner is closed. */
  readonly onLeft: () => void;
}

/** Takes up the repository's runs and serves clients until it is asked to leave or has nothing to do. */
export async function startRunner(options: RunnerOptions): Promise<{ leave: () => void }> {
  const { repository, build, programs } = options;
  const folder = join(runnerFolder(repository.commonDir), 'runs');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const stores = await openStores(repository.commonDir);
  const costs = new Costs(stores.costs);
  const wrappers = new WrapperPool({ node: process.execPath, script: join(programs, 'step.js') });
  const starter = new GitStarter({ node: process.execPath, script: join(programs, 'git.js') });
  startGitThrough(starter.call);
  const outlineProgram = { node: process.execPath, script: join(programs, 'outline.js') };
  const outlines = new Outlines(repository.commonDir, outlineProgram);
  const command: RunCommand = (directory, specify, signal) => runOrAdopt(directory, specify, { signal, wrappers });
  const windows = new ModelWindows();
  const inbox = new Inbox({
    append: (event) => stores.inbox.append(event),
    earlier: stores.inbox.state,
    live: () => runs.live.map((run) => run.state),
    clock: Date.now,
  });
  const world: StepWorld & { readonly repository: Repository } = {
    repository,
    programs: agentPrograms(programs),
    environment: process.env,
    now: Date.now,
    indexes: new Map(),
    worktrees: new WorktreePool({ repo: repository, ahead: 2 }),
    memory: loopMemories(repository, Date.now),
    inbox,
    questions: new OpenQuestions(),
    models: windows,
    purse: new Purse({ costs, now: Date.now, raised: (run) => runs.find(run)?.state.raised ?? {} }),
    slots: new AgentSlots(),
    cages: cagesOf(process.env),
    redact,
    busyItems: (loop, except) => busyItems(runs.live, loop, except),
  };
  const connections = new Set<Connection>();
  /** Runs that end while the triggers are not open yet. */
  const early: RunState[] = [];
  const changes = new Changes((what) => {
    for (const connection of connections) connection.tellChanged(what);
  });
  stores.costs.onAppended(() => changes.note('costs'));
  stores.inbox.onAppended(() => changes.note('inbox'));
  stores.followed.onAppended(() => changes.note('owed'));
  stores.receipts.onAppended(() => changes.note('schedule'));
  stores.enablings.onAppended(() => changes.note('schedule'));
  stores.inbox.onAppended(tellWhenBack(inbox, () => changes.note('inbox')));
  const crash = crashAt(process.env['LOOPWRIGHT_CRASH_AT']);
  const runs: Runs = new Runs({
    folder,
    handlers: stepHandlers(world),
    command,
    cages: world.cages,
    endedRuns: stores.endedRuns,
    account: (state) => {
      const own = costs.ofRun(state.start);
      return accountOf(state, (item) => totalOf(own.filter((cost) => cost.item === item)));
    },
    accountOfMany: () => {
      const spendOf = costs.ofItems();
      return (state) => accountOf(state, (item) => spendOf({ run: state.start.run, item }));
    },
    onEvent: (run, recorded) => {
      for (const connection of connections) connection.tell(run.id, recorded);
      for (const what of changedBy(run.state, recorded.event)) changes.note(what);
      warmUp(world, run, recorded);
      keepOutlines(outlines, run, recorded);
      keepPrompts(prompts, run, recorded);
      triggers?.heard(run, recorded.event);
      ledgerKeeping.heard(run.state, recorded);
    },
    onEnded: (ended) => {
      if (triggers === undefined) early.push(ended);
      else void triggers.ended(ended);
      void following.look();
    },
    onBroken: (run, why) => {
      for (const connection of connections) connection.tellBroken(run, why);
    },
    ...(crash && { crash }),
  });
  const reverts = new KnownReverts(repository);
  const ledgerKeeping = new LedgerKeeping({
    repository,
    runs,
    outlines,
    reviewFacts: () => reviewFacts,
    reverts,
    unitBodies: (files) => unitBodies(outlineProgram, repository.commonDir, files),
    clock: Date.now,
    onChanged: () => changes.note('owed'),
    warn: (message) => console.error(message),
  });
  const following = new Following({
    repository,
    runs,
    facts: stores.followed,
    reverts,
    world,
    clock: Date.now,
    warn: (message) => console.error(message),
  });
  const program = new PromptProgram({ node: process.execPath, script: join(programs, 'prompts.js') });
  const prompts = new Prompts({ world, command, outlines, program });
  const quiz = new Quiz({ world, command, outlines, program, runs, ledgerKeeping, clock: Date.now });
  await clearScratch(world, command, folder);
  await removeLeftAhead(repository);
  await reapAgents(folder);
  let triggers: Firings | undefined;
  await runs.resume();
  triggers = await Firings.open({ repository, stores, runs, inbox, windows, ledgerKeeping });
  for (const ended of early.splice(0)) void triggers.ended(ended);

  const address = await newAddress(repository.commonDir, build);
  const startedAt = new Date().toISOString();
  const status = (): RunnerStatus => ({
    running: true,
    pid: process.pid,
    protocol: protocolVersion,
    build,
    startedAt,
    repository: repository.root,
    socket: address.socket,
    runs: runs.live.map((run) => run.id),
    memoryBytes: process.memoryUsage.rss(),
  });
  const leave = once(async () => {
    stopIdling();
    server.close();
    await forgetAddress(repository.commonDir, address);
    await triggers?.close();
    await following.close();
    await quiz.close();
    await prompts.closeAll();
    await ledgerKeeping.close();
    await reviewFacts.close();
    await expectations.close();
    await world.worktrees.close();
    outlines.close();
    wrappers.close();
    starter.close();
    options.onLeft();
  });
  const schedules = new Schedules({
    repository,
    runs,
    inbox,
    windows,
    ledgerKeeping,
    triggers: triggers.watching,
    receipts: () => stores.receipts.state,
  });
  const attention = new AttentionLog(stores.attention);
  const reviewFacts = new ReviewFacts((run) => runs.directory(run));
  const expectations = new Expectations((run) => runs.directory(run));
  const daySettings = new DaySettings(repository, Date.now);
  const api = runnerApi({
    world,
    runs,
    prompts,
    inbox,
    schedules,
    costs,
    attention,
    reviewFacts,
    expectations,
    ledgerKeeping,
    quiz,
    records: new LoopRecords({ repository, runs, costs, attention, schedules, daySettings, reverts, following }),
    following,
    worktreeRows: new WorktreeRows({ repository, indexes: world.indexes, runs }),
    daySettings,
    changes,
    outlines,
    windows,
    status,
    leave: () => setImmediate(leave),
  });
  const server = await listen(address.socket, (socket) => {
    const connection = new Connection(socket, { api, token: address.token, build, windows });
    connections.add(connection);
    socket.once('close', () => connections.delete(connection));
  });
  await publishAddress(repository.commonDir, address);
  // Before a run needs it, and not while those that were under way are taken up: it takes a processor for some time.
  setTimeout(() => void world.cages.standing(anyCage), cageTriedAfter).unref();
  setTimeout(() => void following.look(), followedAfter).unref();
  void ledgerKeeping.makeGood();
  const isNeeded = () => triggers?.watching.isArmed === true || runs.live.some((run) => run.isBusy || run.hasDeadline);
  const isIdle = () => connections.size === 0 && !isNeeded();
  const isOrphaned = () => !existsSync(addressFile(repository.commonDir));
  const stopIdling = leaveWhenIdle({ isIdle, isOrphaned, afterMs: options.idleMs, leave });
  return { leave };
}

/** Milliseconds after a start at which the cage is tried. */
const cageTriedAfter = 1000;
/** Milliseconds after a start at which what landed before is looked at. */
const followedAfter = 2000;
const anyCage: Cage = { sandbox: 'preferred', network: 'all', read: [], write: [], env: [] };

/** A short text without secrets. */
function redact(text: string, secrets: readonly string[]): string {
  const redactor = new Redactor(secrets);
  return redactor.push(text) + redactor.end();
}

function once(action: () => Promise<void>): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    void action();
  };
}

function listen(path: string, onSocket: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(onSocket);
    server.once('error', reject);
    server.listen(path, () => resolve(server));
  });
}

async function newAddress(commonDir: string, build: string): Promise<RunnerAddress> {
  await forgetPredecessor(commonDir);
  const socket = newSocketPath({ platform: process.platform, env: process.env, tmpdir: tmpdir() }, randomHex());
  return { pid: process.pid, socket, token: randomHex(), protocol: protocolVersion, build };
}

const randomHex = (): string => randomBytes(16).toString('hex');

/** The folder of the socket of a runner that was killed. This process holds the lock, so nobody listens there. */
async function forgetPredecessor(commonDir: string): Promise<void> {
  if (!existsSync(addressFile(commonDir))) return;
  const address = runnerAddressSchema.safeParse(JSON.parse(await readFile(addressFile(commonDir), 'utf8')));
  if (address.success) await forgetAddress(commonDir, address.data);
}

async function publishAddress(commonDir: string, address: RunnerAddress): Promise<void> {
  const file = addressFile(commonDir);
  await writeFile(`${file}.new`, JSON.stringify(address), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

async function forgetAddress(commonDir: string, { socket }: RunnerAddress): Promise<void> {
  await rm(addressFile(commonDir), { force: true });
  if (process.platform !== 'win32') await rm(dirname(socket), { recursive: true, force: true });
}
