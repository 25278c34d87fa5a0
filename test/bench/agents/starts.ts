import { join } from 'node:path';
import { bundlePackaged } from '../../../scripts/build/bundle.mjs';
import { Endpoint } from '../../../src/agents/mcp/endpoint.ts';
import { ownServerName } from '../../../src/agents/mcp/ownServer.ts';
import { StepFolder } from '../../../src/agents/mcp/stepFolder.ts';
import { ToolServer } from '../../../src/agents/mcp/toolServer.ts';
import { toolsOf } from '../../../src/agents/mcp/tools.ts';
import { capabilitiesOf } from '../../../src/model/agents.ts';
import { type AgentWorld, agentWorld, type TestedAgent, testedAgents } from '../../agents/agentWorld.ts';
import { type BenchContext, type Figure, figure, median } from '../bench.ts';
import { bareAgent } from './bareAgent.ts';
import { emptyNode } from './emptyNode.ts';
import { AskedModel, type Measured } from './measured.ts';
import { type Driven, throughDriver } from './throughDriver.ts';

const rounds = 5;
/** Milliseconds of one agent after which no further round begins: a busy machine takes ten times as long as an idle one. */
const mostMs = 28_000;

interface Pair {
  readonly ours: Driven;
  readonly bare: Measured;
  /** The bare program with the same MCP server, served by the bench; absent of an agent that talks to none. */
  readonly served?: Measured;
  /** A Node that does nothing: what any driver in Node costs before its first line. */
  readonly node: { readonly ms: number; readonly mb: number };
}

/**
 * How long each agent takes to its first model call, and how much memory, through the driver and beside it. Linux only.
 *
 * Memory is what the machine would get back (PSS): the program of Node is in memory already, for the runner in real life and
 * for the bench here. RSS, which counts it again for every process, is told beside it. A driver in Node cannot start the
 * agent before Node itself has started, so that is measured in the same rounds, and with it the least that the ratio could be.
 * Every maker gets our MCP server, and an agent needs time and memory of its own to have one, whoever starts it: it is measured
 * bare with the same server too.
 */
export async function startFigures(context: BenchContext): Promise<readonly Figure[]> {
  const asPackaged = { ...context, dist: await packagedDriver(context.folder) };
  const model = await AskedModel.start();
  try {
    const figures: Figure[] = [];
    for (const agent of testedAgents) figures.push(...figuresOf(agent, await pairsOf(agent, model, asPackaged)));
    return figures;
  } finally {
    await model.close();
  }
}

/** The driver's programs as a package has them, which is what people run; the folder that they are in. */
async function packagedDriver(folder: string): Promise<string> {
  const dist = join(folder, 'programs');
  const names = ['agent', 'agent.after', 'mcp'] as const;
  await Promise.all(names.map((name) => bundlePackaged(name, join(dist, `${name}.js`))));
  return dist;
}

async function pairsOf(agent: TestedAgent, model: AskedModel, context: BenchContext): Promise<readonly Pair[]> {
  const { dist, folder, log } = context;
  const world = await agentWorld({ agent, url: model.url(agent) });
  const driven = (round: number) =>
    throughDriver(world, model, { dist, directory: join(folder, agent, 'steps', String(round)) });
  const startedAt = performance.now();
  try {
    // An agent that starts for the first time sets up its home.
    await bareAgent(world, model);
    await driven(0);
    const pairs: Pair[] = [];
    for (let round = 1; round <= rounds; round++) {
      if (round > 1 && performance.now() - startedAt > mostMs) {
        log(`${agent}: the machine is slow; ${round - 1} of ${rounds} rounds have to do`);
        break;
      }
      // Either first, so that what else the machine does meets both.
      const early = round % 2 === 0 ? await bareAgent(world, model) : undefined;
      const ours = await driven(round);
      const bare = early ?? (await bareAgent(world, model));
      const served = capabilitiesOf[agent].mcp ? { served: await withOwnServer(world, model, folder) } : {};
      const pair = { ours, bare, ...served, node: await emptyNode(world.env) };
      pairs.push(pair);
      log(`${agent}, round ${round} of ${rounds}: ${told(pair.ours)} through the driver, ${told(pair.bare)} bare`);
    }
    return pairs;
  } finally {
    await world.dispose();
  }
}

/** Bare, with our MCP server at a port of this process. */
async function withOwnServer(world: AgentWorld, model: AskedModel, folder: string): Promise<Measured> {
  const tools = toolsOf({ folder: new StepFolder(folder), waitSeconds: 1, now: Date.now });
  const endpoint = await Endpoint.open(new ToolServer(tools));
  try {
    return await bareAgent(world, model, [
      { name: ownServerName, command: '', args: [], env: {}, served: endpoint.served },
    ]);
  } finally {
    endpoint.close();
  }
}

const told = ({ firstCallMs, peak }: Measured): string => `${Math.round(firstCallMs)} ms, ${Math.round(peak.all)} MB`;

function figuresOf(agent: TestedAgent, pairs: readonly Pair[]): readonly Figure[] {
  const of = (value: (pair: Pair) => number): number => median(pairs.map(value));
  const startRatio = of(({ ours, bare }) => ours.firstCallMs / bare.firstCallMs);
  const moreMemory = of(({ ours, bare }) => ours.peak.all - bare.peak.all);
  const plain: readonly [string, string, (pair: Pair) => number][] = [
    ['first model call, driven', 'ms', ({ ours }) => ours.firstCallMs],
    ['first model call, bare', 'ms', ({ bare }) => bare.firstCallMs],
    ['until the driver starts it', 'ms', ({ ours }) => ours.beforeTurnMs],
    ['a Node that does nothing', 'ms', ({ node }) => node.ms],
    ['the least of the ratio with a driver in Node', 'ratio', ({ bare, node }) => 1 + node.ms / bare.firstCallMs],
    ['peak memory, driven', 'MB', ({ ours }) => ours.peak.all],
    ['peak memory, bare', 'MB', ({ bare }) => bare.peak.all],
    ['of it the driver', 'MB', ({ ours }) => ours.peak.top],
    ['a Node that does nothing, memory', 'MB', ({ node }) => node.mb],
    ['peak memory by RSS, driven', 'MB', ({ ours }) => ours.peak.resident],
    ['peak memory by RSS, bare', 'MB', ({ bare }) => bare.peak.resident],
  ];
  const served = pairs.flatMap(({ served: one, ...rest }) => (one === undefined ? [] : [{ ...rest, one }]));
  const ofServed = (value: (pair: (typeof served)[number]) => number): number => median(served.map(value));
  const withServer: readonly Figure[] =
    served.length === 0
      ? []
      : [
          figure(
            `${agent}: first model call, driven / bare with the same MCP server`,
            ofServed(({ ours, one }) => ours.firstCallMs / one.firstCallMs),
            'ratio',
          ),
          figure(
            `${agent}: peak memory, driven over bare with the same MCP server`,
            ofServed(({ ours, one }) => ours.peak.all - one.peak.all),
            'MB',
          ),
          figure(
            `${agent}: the least of the ratio with that server and a driver in Node`,
            ofServed(({ one, bare, node }) => (one.firstCallMs + node.ms) / bare.firstCallMs),
            'ratio',
          ),
        ];
  return [
    figure(`${agent}: first model call, driven / bare`, startRatio, 'ratio', { op: '<=', value: 1.1 }),
    figure(`${agent}: peak memory, driven over bare`, moreMemory, 'MB', { op: '<=', value: 30 }),
    ...withServer,
    ...plain.map(([name, unit, value]) => figure(`${agent}: ${name}`, of(value), unit)),
  ];
}
