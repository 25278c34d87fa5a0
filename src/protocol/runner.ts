import * as z from 'zod';
import { drivenAgents } from '../model/agents.ts';
import { objectIdSchema } from '../model/change.ts';
import { debtSchema, landingRecordSchema } from '../model/debt.ts';
import { recordedEventSchema } from '../model/event.ts';
import { mostExpectationText, surprisesSchema } from '../model/expectation.ts';
import { receiptSchema } from '../model/firing.ts';
import { inboxEntrySchema } from '../model/inbox.ts';
import { insightsSchema } from '../model/insights.ts';
import { editorModelSchema } from '../model/modelAsk.ts';
import { noteSchema, raisedSchema } from '../model/order.ts';
import { approvalSchema } from '../model/person.ts';
import { gradedSchema, promptAnswerSchema, promptSchema } from '../model/prompt.ts';
import { lineOriginSchema, markSchema, mostRemarkText, reviewMarksSchema } from '../model/reviewMarks.ts';
import { reviewOutlineSchema } from '../model/reviewOutline.ts';
import { runDetailSchema, runnerStatusSchema, runStatusSchema, runSummarySchema } from '../model/shapes.ts';
import { costSchema, spendSchema } from '../model/spend.ts';
import { logHitSchema } from '../model/transcript.ts';
import { worktreeRowSchema } from '../model/worktreeRow.ts';
import { modelOfferSchema } from './models.ts';

/**
 * What clients (editor, command line) and the runner of a repository say to each other: JSON-RPC 2.0 over a private
 * socket. Every request ends in a value or a refusal, never in a thrown error that a user would see.
 */

/** Raised when an older client or runner could misread a newer one. */
export const protocolVersion = 3;

/** A request that was understood and not done. `message` says what happened and what to do next. */
export const refusalSchema = z.strictObject({ code: z.string(), message: z.string() });
export type Refusal = z.infer<typeof refusalSchema>;

const runOnly = z.strictObject({ run: z.string() });
/** `item`: id or key. Left out, the item that waits is meant, or the only one. */
const ofItem = { run: z.string(), item: z.string().optional() };
const nothing = z.strictObject({});
const offset = z.number().int().nonnegative();
const fileSide = z.strictObject({
  ...ofItem,
  path: z.string(),
  side: z.enum(['base', 'head']),
  /** Of `head`: a commit of this item's branch, instead of the worktree as it is. */
  at: objectIdSchema.optional(),
});

/** A loop that starts by itself, and when. */
const scheduledLoopSchema = z.strictObject({
  loop: z.string(),
  file: z.string(),
  /** `on`: it starts by itself. `off`: nobody has allowed that. `held`: its definition is not the one that was allowed. */
  state: z.enum(['on', 'off', 'held']),
  why: z.string(),
  /** What it waits for, in words: `schedule 0 6 * * 1-5 (Europe/London)`, `push to main`. */
  triggers: z.array(z.string()),
  /** Next times of its schedules, ISO 8601 in UTC; at most 5. */
  next: z.array(z.string()),
  /** Address of its webhook on this machine. */
  webhook: z.string().optional(),
});
export type ScheduledLoop = z.infer<typeof scheduledLoopSchema>;

/** What a run may cost, from the runs of this loop so far. Null is unknown. */
export const forecastSchema = z.strictObject({
  /** How many past runs it is made of. */
  runs: z.number().int(),
  low: spendSchema,
  middle: spendSchema,
  high: spendSchema,
  words: z.string(),
});
export type Forecast = z.infer<typeof forecastSchema>;

/** A coding agent that was found. */
export const foundAgentSchema = z.strictObject({
  agent: z.enum(drivenAgents),
  version: z.string(),
  auth: z.enum(['ok', 'missing', 'unknown']),
  /** What to do, where something is wrong. */
  advice: z.string().optional(),
});
export type FoundAgent = z.infer<typeof foundAgentSchema>;

export const inputsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

const promptReplySchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ask'), prompt: promptSchema }),
  /** The gate holds already, or the loop asks for nothing: `why` says which. */
  z.strictObject({ status: z.literal('nothing-to-ask'), why: z.string() }),
]);
export type PromptReply = z.infer<typeof promptReplySchema>;

const landReplySchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('delivered'), commit: objectIdSchema }),
  z.strictObject({ status: z.literal('refused'), reason: z.string() }),
]);

/** Method name → what goes in and what comes out. */
export const runnerRequests = {
  /** First on every connection; anything else before it is refused. */
  hello: {
    params: z.strictObject({ protocol: z.number().int(), build: z.string(), token: z.string() }),
    result: z.strictObject({ protocol: z.number().int(), build: z.string(), pid: z.number().int() }),
  },
  status: { params: nothing, result: runnerStatusSchema },
  /**
   * Newest first. `before`: only those that are older than this run. `more`: there are others that are older still.
   * `loops`, `states` and `text` (in the loop's name, the reason or the keys of its items, whatever the case) leave out others.
   */
  runs: {
    params: z.strictObject({
      limit: z.number().int().positive().optional(),
      before: z.string().optional(),
      loops: z.array(z.string()).optional(),
      states: z.array(runStatusSchema).optional(),
      text: z.string().max(200).optional(),
    }),
    result: z.strictObject({ runs: z.array(runSummarySchema), more: z.boolean() }),
  },
  show: { params: runOnly, result: runDetailSchema },
  /** Events of a run from number `from` on. New ones come as `event` notifications to every connection that said hello. */
  events: {
    params: z.strictObject({ run: z.string(), from: z.number().int().nonnegative() }),
    result: z.array(recordedEventSchema),
  },
  /** Starts a run of a loop file, given by its path from the top of the repository. */
  start: {
    params: z.strictObject({
      file: z.string(),
      /** Run the file as it stands, although it is not committed so. */
      uncommitted: z.boolean(),
      /** Values of its inputs; those left out have their defaults. */
      inputs: inputsSchema.optional(),
      /** Why it is started although who starts it owes more than the loop allows. */
      despiteDebt: z.string().min(1).max(mostRemarkText).optional(),
    }),
    result: z.strictObject({ run: z.string() }),
  },
  stop: { params: runOnly, result: nothing },
  /**
   * No role begins its next turn and no item is begun until `resume`; what works goes on to the end of its step. People can
   * still decide about what waits for them, and that still lands. Time that the run holds is no working time.
   */
  pause: { params: runOnly, result: nothing },
  resume: { params: runOnly, result: nothing },
  /** Something for the next iteration to bear in mind: of `item`, or without one of every item that has not ended. */
  note: { params: z.strictObject({ ...ofItem, text: noteSchema.shape.text }), result: nothing },
  /**
   * Raises limits of a run that goes on to these values: of the run's tokens, cost and working time, and of the iterations
   * of each item. One that is not higher is refused, and then none is raised. Limits of a day stay as they are. A turn that
   * works keeps the time it was given.
   */
  raise: { params: z.strictObject({ run: z.string(), ...raisedSchema.shape }), result: nothing },
  /**
   * Starts a run of the same definition, base and inputs that takes one item up where its iteration `iteration` left it (0:
   * from the base), and works on that alone, on a branch of its own. The earlier run stays as it is.
   */
  retry: {
    params: z.strictObject({
      ...ofItem,
      iteration: z.number().int().nonnegative(),
      note: z.string().max(8192).optional(),
    }),
    result: z.strictObject({ run: z.string() }),
  },
  /** What one iteration changed, as a patch; `cut` where it was longer than 1 MB. */
  iterationPatch: {
    params: z.strictObject({ ...ofItem, iteration: z.number().int().positive() }),
    result: z.strictObject({ patch: z.string(), cut: z.boolean() }),
  },
  /** The next prompt of a waiting run. Making one runs checks, so it can take a while; it can be cancelled. */
  prompt: { params: z.strictObject(ofItem), result: promptReplySchema },
  answer: { params: z.strictObject({ ...ofItem, ...promptAnswerSchema }), result: gradedSchema },
  /** Files to choose from when a person says what a change touches, before seeing it: those that it does, and others. */
  expectChoices: { params: z.strictObject(ofItem), result: z.strictObject({ paths: z.array(z.string()) }) },
  /** What the asking person expects of the change; once a head. It tells what was other. */
  expect: {
    params: z.strictObject({
      ...ofItem,
      paths: z.array(z.string()).max(1000),
      words: z.string().max(mostExpectationText),
    }),
    result: surprisesSchema,
  },
  /** Lets the comprehension gate be open for this content, for a reason that lands with it. */
  override: {
    params: z.strictObject({ ...ofItem, head: objectIdSchema, reason: z.string().min(1).max(mostRemarkText) }),
    result: nothing,
  },
  /** The asking person had the changed lines of these units (their ids) on the screen, at a pace that one can read. */
  readUnits: {
    params: z.strictObject({
      ...ofItem,
      head: objectIdSchema,
      units: z.array(z.string()).max(1000),
    }),
    result: nothing,
  },
  /** What the asking person owes, or the repository: see src/model/debt.ts. */
  debt: { params: z.strictObject({ of: z.enum(['me', 'repository']) }), result: debtSchema },
  /** The next prompt of the asking person's day about what landed and is owed; at most three a day. */
  quiz: { params: nothing, result: promptReplySchema },
  quizAnswer: { params: z.strictObject(promptAnswerSchema), result: gradedSchema },
  /** What the landings that wrote these lines left to be known, newest first. Without a line: of the whole file. */
  why: {
    params: z.strictObject({ path: z.string(), line: z.number().int().positive().optional() }),
    result: z.array(landingRecordSchema),
  },
  /** Delivers a change as its loop says: a landing, or the approval that a gate waits for. */
  land: { params: z.strictObject({ ...ofItem, approval: approvalSchema }), result: landReplySchema },
  reject: { params: z.strictObject({ ...ofItem, reason: z.string().min(1) }), result: nothing },
  /** Says yes at a gate that asks before an item is begun or before it may spend. */
  approve: { params: z.strictObject({ ...ofItem, gate: z.string().optional() }), result: nothing },
  /** Lets a stalled item that asked go on. */
  continue: { params: z.strictObject({ ...ofItem, note: z.string().max(8192) }), result: nothing },
  /** A file of a run's change; `base` from git, `head` from the worktree, else from git once the worktree is gone. */
  readFile: {
    params: fileSide,
    /** `content` in base64; absent where that side has no such file. `editable` while the run waits for a person. */
    result: z.strictObject({ content: z.string().optional(), editable: z.boolean() }),
  },
  /** Replaces a file of the head; the checks run again before it can land. */
  writeFile: {
    params: z.strictObject({ ...ofItem, path: z.string(), content: z.string() }),
    result: nothing,
  },
  /** The newest change of an item as it is read. Made in a process of its own while the run goes on; can be cancelled. */
  reviewOutline: { params: z.strictObject(ofItem), result: reviewOutlineSchema },
  /** What people have said in the review of an item so far, placed in the change as it is now. */
  reviewMarks: { params: z.strictObject(ofItem), result: reviewMarksSchema },
  mark: { params: z.strictObject({ ...ofItem, marks: z.array(markSchema).min(1).max(1000) }), result: nothing },
  /** Who made which lines of a file of the head. */
  lineOrigins: { params: z.strictObject({ ...ofItem, path: z.string() }), result: z.array(lineOriginSchema) },
  /**
   * Takes the pieces out that were decided on; what is kept becomes the change, and is proven anew. Done when that is
   * decided: what waits then is the change that can land.
   */
  takeOut: { params: z.strictObject({ ...ofItem, head: objectIdSchema }), result: nothing },
  /**
   * Sends the pending remarks and the pieces to be taken out back to maker and checker: another iteration begins. `head` is
   * the one that was read; another one is refused.
   */
  requestChanges: {
    params: z.strictObject({ ...ofItem, head: objectIdSchema, note: z.string().max(mostRemarkText).optional() }),
    result: nothing,
  },
  /**
   * What a step has said, from `offset` on (0, then always the `next` of the reply before): the transcript of a coding
   * agent as text, else the sanitised output of its command. `ended`: no more comes after this.
   */
  readLog: {
    params: z.strictObject({
      run: z.string(),
      step: z.string(),
      offset,
      /** `thinking`: with what the agent thought. `lines`: the lines of the transcript as they are, nothing of other steps. */
      form: z.enum(['text', 'thinking', 'lines']).optional(),
    }),
    result: z.strictObject({ text: z.string(), next: z.number().int(), ended: z.boolean() }),
  },
  /** Looks for a plain text, whatever its case, in a part of what a step left; `next` is where the next part begins. */
  searchLog: {
    params: z.strictObject({
      run: z.string(),
      step: z.string(),
      source: logHitSchema.shape.source,
      text: z.string().min(1).max(1000),
      offset,
      /** Line feeds before `offset`: 0, then what the reply before says. */
      lines: z.number().int().nonnegative(),
    }),
    result: z.strictObject({
      hits: z.array(logHitSchema.omit({ step: true, source: true })),
      next: z.number().int(),
      lines: z.number().int(),
      ended: z.boolean(),
      /** Of a transcript at its end: it tells all, so that the output has only its short form. */
      isWhole: z.boolean(),
    }),
  },
  /** Gives back worktrees and branches of ended runs, or of one item of a run. Unlanded work goes only with `force`. */
  clean: {
    params: z.strictObject({ run: z.string().optional(), item: z.string().optional(), force: z.boolean() }),
    result: z.strictObject({
      removed: z.array(z.string()),
      kept: z.array(z.strictObject({ run: z.string(), why: z.string() })),
    }),
  },
  /** The worktrees that are there, and what it would take to give each back. Looks at their files: not for every second. */
  worktrees: { params: nothing, result: z.array(worktreeRowSchema) },
  /** How the loops did in the last `days` days, today among them. */
  insights: { params: z.strictObject({ days: z.number().int().min(1).max(365) }), result: insightsSchema },
  /** What was used today, and what the repository's own settings allow in a day. */
  today: {
    params: nothing,
    result: z.strictObject({
      spend: spendSchema,
      perDay: spendSchema.partial().optional(),
      /** By loop, the most expensive first; a runner from before this was told leaves it out. */
      loops: z.array(z.strictObject({ loop: z.string(), spend: spendSchema })).optional(),
    }),
  },
  /** A window says for how long a person had an item's review or prompt before them: seconds since it last said so. */
  attended: {
    params: z.strictObject({ run: z.string(), item: z.string(), seconds: z.number().positive().max(3600) }),
    result: nothing,
  },
  /** What waits for a person over all runs, most urgent first. Snoozed entries are left out until their time. */
  inbox: { params: nothing, result: z.array(inboxEntrySchema) },
  dismiss: { params: z.strictObject({ id: z.string(), why: z.string().max(1000) }), result: nothing },
  /** Epoch milliseconds. */
  snooze: { params: z.strictObject({ id: z.string(), until: z.number() }), result: nothing },
  /** Decides on a finding; the next run reads it. `until` (epoch milliseconds) goes with `later`. */
  decide: {
    params: z.strictObject({
      loop: z.string(),
      finding: z.string(),
      what: z.enum(['do', 'not-now', 'never', 'later']),
      until: z.number().optional(),
      note: z.string().max(1000).optional(),
    }),
    result: nothing,
  },
  /** Answers a question that an agent asked: a lesson for the next run, `heard` by the agent itself where it works still. */
  reply: {
    params: z.strictObject({ id: z.string(), text: z.string().min(1).max(8192) }),
    result: z.strictObject({ heard: z.boolean() }),
  },
  /** The state document of a loop; `head` names the version. */
  state: {
    params: z.strictObject({ loop: z.string() }),
    result: z.strictObject({ document: z.string(), head: objectIdSchema.optional() }),
  },
  /** Takes in a document that a person edited; what was written in the meantime stays. */
  writeState: {
    params: z.strictObject({ loop: z.string(), head: objectIdSchema.optional(), document: z.string().max(1_000_000) }),
    result: nothing,
  },
  /** Loops that start by themselves, and what became of the newest firings (newest first). */
  schedule: {
    params: z.strictObject({ receipts: z.number().int().min(0).max(1000) }),
    result: z.strictObject({ loops: z.array(scheduledLoopSchema), receipts: z.array(receiptSchema) }),
  },
  /** Lets a loop start by itself, as its file is committed now. */
  enable: { params: z.strictObject({ file: z.string() }), result: nothing },
  disable: { params: z.strictObject({ file: z.string() }), result: nothing },
  /** The cost log from a time on (epoch milliseconds), oldest first. */
  costs: { params: z.strictObject({ from: z.number() }), result: z.array(costSchema) },
  forecast: { params: z.strictObject({ file: z.string() }), result: forecastSchema },
  /** The coding agents that are installed, and whether each is logged in. Asks their programs, and no model. */
  agents: { params: nothing, result: z.array(foundAgentSchema) },
  /** A window says which language models it has; from then on it can be asked (src/protocol/models.ts). */
  offerModels: { params: modelOfferSchema, result: nothing },
  /** The language models of all windows that are connected. */
  models: { params: nothing, result: z.array(editorModelSchema) },
  /** A window wants to tell a person something of a run; only the first window that asks may. */
  claim: {
    params: z.strictObject({ run: z.string(), id: z.string().max(4096) }),
    result: z.strictObject({ first: z.boolean() }),
  },
  /** The runner leaves. Commands that run go on and are adopted by the next runner. */
  leave: { params: nothing, result: nothing },
} as const;

export type RunnerMethod = keyof typeof runnerRequests;
export type RunnerParams<M extends RunnerMethod> = z.infer<(typeof runnerRequests)[M]['params']>;
export type RunnerReply<M extends RunnerMethod> = z.infer<(typeof runnerRequests)[M]['result']>;

/** The answer to any request, on the wire. */
export const replySchema = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value }),
    z.strictObject({ ok: z.literal(false), error: refusalSchema }),
  ]);

/** Runner → client: one event that is on disk. */
export const eventNotification = 'event';
export const eventNotificationSchema = z.strictObject({ run: z.string(), recorded: recordedEventSchema });

/** Runner → client: something that is no event of a run has changed, and may be asked for again. */
export const changedNotification = 'changed';
export const changedNotificationSchema = z.strictObject({
  what: z.enum(['inbox', 'schedule', 'costs', 'worktrees', 'owed', 'review']),
});
export type Changed = z.infer<typeof changedNotificationSchema>['what'];

/** Runner → client: a run cannot go on here, although its journal does not say that it ended. `why` says what to do. */
export const brokenNotification = 'broken';
export const brokenNotificationSchema = z.strictObject({ run: z.string(), why: z.string() });

/** What `<git common dir>/loopwright/runner.json` tells a client: where the runner listens, and the secret of the handshake. */
export const runnerAddressSchema = z.strictObject({
  pid: z.number().int(),
  socket: z.string(),
  token: z.string(),
  protocol: z.number().int(),
  build: z.string(),
});
export type RunnerAddress = z.infer<typeof runnerAddressSchema>;
