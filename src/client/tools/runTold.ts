import type { RunDetail } from '../../model/shapes.ts';

type Item = RunDetail['items'][number];
type Iteration = Item['iterations'][number];
type Check = Iteration['checks'][number];

/** An assistant reads so much and no more: of thousands of items or files the first say what kind they are. */
const mostItems = 50;
const mostIterations = 10;
const mostFiles = 100;
const mostNames = 20;
/** Characters of a text, and of the end of a failed check's output. */
const longest = 1000;
const longestTail = 2000;

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);

/** A run in short: what `show` tells, without steps and without any one item whole. */
export function toldOfRun(run: RunDetail) {
  const { id, loop, file, status, reason, startedAt, finishedAt, by, trigger, inputs, into, commit } = run;
  return {
    id,
    loop,
    file,
    status,
    reason: cut(reason),
    startedAt,
    finishedAt,
    by,
    trigger: trigger.kind,
    inputs,
    into,
    commit,
    spend: run.spend,
    forecast: run.forecast,
    iterations: run.iterationCount,
    items: run.items.slice(0, mostItems).map((item) => ({
      id: item.id,
      key: cut(item.key),
      status: item.status,
      reason: cut(item.reason),
      iterations: item.iterations.filter(({ number }) => number > 0).length,
    })),
    ...(run.items.length > mostItems ? { moreItems: run.items.length - mostItems } : {}),
  };
}

/** One item of a run: the one named by id or key, else the one that waits, else the first. Undefined where there is none. */
export function toldOfItem(run: RunDetail, named: string | undefined) {
  const item =
    named === undefined
      ? (run.items.find(({ status }) => status === 'waiting') ?? run.items[0])
      : run.items.find(({ id, key }) => id === named || key === named);
  if (item === undefined) return undefined;
  const { change, waitsFor, refusal } = item;
  return {
    id: item.id,
    key: cut(item.key),
    status: item.status,
    reason: cut(item.reason),
    branch: item.branch,
    waitsFor,
    refusal: refusal === undefined ? undefined : cut(refusal),
    understanding: item.understanding,
    change:
      change === undefined
        ? undefined
        : {
            base: change.base,
            head: change.head,
            files: change.files.slice(0, mostFiles),
            ...(change.files.length > mostFiles ? { moreFiles: change.files.length - mostFiles } : {}),
          },
    iterations: item.iterations.slice(-mostIterations).map(toldOfIteration),
    personCan: whatAPersonCan(run, item),
  };
}

function toldOfIteration({ number, status, startedAt, finishedAt, maker, checks, ...rest }: Iteration) {
  return {
    number,
    status,
    startedAt,
    finishedAt,
    makerClaims: maker === undefined ? undefined : { ...maker, summary: cut(maker.summary) },
    checks: checks.map(toldOfCheck),
    metrics: rest.metrics,
    defectsClaimed: rest.defects?.slice(0, mostNames),
    judge: rest.verdict,
    notDoneBecause: rest.reasons.map(cut),
  };
}

/** What a check printed is told only where it failed. */
function toldOfCheck({ id, passed, seconds, exitCode, failing, regressions, flaky, tail }: Check) {
  if (passed) return { id, passed, seconds, ...(flaky.length === 0 ? {} : { flaky: flaky.slice(0, mostNames) }) };
  return {
    id,
    passed,
    seconds,
    exitCode,
    failing: failing?.slice(0, mostNames),
    failsNewly: regressions.slice(0, mostNames),
    endOfOutput: tail.slice(-longestTail),
  };
}

/** Commands for the person. They are told, not done: no tool of ours does them. */
function whatAPersonCan(run: RunDetail, item: Item): readonly string[] {
  if (run.finishedAt !== undefined) return [];
  const of = `${run.id}${run.items.length > 1 ? ` --item ${item.id}` : ''}`;
  if (item.status !== 'waiting') return [`loopwright logs ${run.id} --follow`, `loopwright stop ${run.id}`];
  if (item.waitsFor?.kind === 'gate') return [`loopwright approve ${of}`, `loopwright reject ${of} --reason "…"`];
  if (item.waitsFor?.kind === 'question') return [`loopwright continue ${of} "…"`];
  return [`loopwright review ${of}`, `loopwright land ${of}`, `loopwright reject ${of} --reason "…"`];
}
