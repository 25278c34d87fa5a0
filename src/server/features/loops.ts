import { setImmediate as breath } from 'node:timers/promises';
import { describe } from '../../language/describe.ts';
import { parseLoop } from '../../language/parseLoop.ts';
import type { IndexedLoop, WorkspaceIndex } from '../../language/workspaceIndex.ts';
import type { Loop } from '../../model/loopFile.ts';
import { loopPath } from '../../model/loopPath.ts';
import type { LoopRow, LoopsReply } from '../../model/loopsReply.ts';
import { loopsChangedMethod, loopsMethod, loopsParamsSchema } from '../../model/loopsRequest.ts';
import { triggerWords } from '../../triggers/triggerWords.ts';
import type { Feature, Session } from '../session.ts';
import { indexFacts, topOf } from '../workspaces.ts';

/** What was answered of a loop, and what it was read from. */
interface Answered {
  readonly text: string;
  readonly facts: string;
  readonly row: LoopRow;
}

/** `loopwright/loops`: the loops of a folder with their problems, which a client shows without opening them. */
export const loops: Feature = {
  capabilities: {},
  register(session) {
    const answered = new Map<string, ReadonlyMap<string, Answered>>();
    session.connection.onRequest(loopsMethod, async (given): Promise<LoopsReply> => {
      const params = loopsParamsSchema.safeParse(given);
      if (!params.success) throw new Error(`${loopsMethod} takes { folder }, a uri.`);
      const { folder } = params.data;
      const rows = await answer(session, folder, answered.get(folder) ?? new Map());
      answered.set(folder, rows);
      return { loops: [...rows.values()].map(({ row }) => row) };
    });
    session.onLoopsChanged((top) => {
      for (const folder of answered.keys()) {
        if (topOf(inside(folder)) !== top) continue;
        session.connection.sendNotification(loopsChangedMethod, { folder });
      }
    });
  },
};

/** A path of a loop in a folder: its repository is the folder's. */
const inside = (folder: string): string => `${folder.replace(/\/$/, '')}/${loopPath('any')}`;

/** Only what has changed since it was answered `before` is looked at again. */
async function answer(
  session: Session,
  folder: string,
  before: ReadonlyMap<string, Answered>,
): Promise<ReadonlyMap<string, Answered>> {
  const place = inside(folder);
  const index = await session.currentIndexOf(place);
  const rows = new Map<string, Answered>();
  if (index === undefined) return rows;
  const facts = indexFacts(index);
  for (const loop of index.loops) {
    const uri = session.uriOf(place, loop.file);
    if (uri === undefined) continue;
    const known = before.get(uri);
    if (known?.text === loop.text && known.facts === facts) {
      rows.set(uri, known);
      continue;
    }
    rows.set(uri, { text: loop.text, facts, row: rowOf(uri, loop, index) });
    // Somebody may be typing in another loop meanwhile.
    await breath();
  }
  return rows;
}

function rowOf(uri: string, { name, file, text, description }: IndexedLoop, index: WorkspaceIndex): LoopRow {
  const { loop, problems } = parseLoop(text, { path: file, index });
  const count = (wanted: string) => problems.filter(({ severity }) => severity === wanted).length;
  const first = problems.find(({ severity }) => severity === 'error') ?? problems[0];
  return {
    uri,
    name,
    ...(description === undefined ? {} : { description }),
    inputs: loop?.on.manual?.inputs ?? {},
    errors: count('error'),
    warnings: count('warning'),
    ...(first === undefined ? {} : { firstProblem: describe(first) }),
    agents: loop === undefined ? [] : agentsOf(loop),
    triggers: loop === undefined ? [] : [...triggerWords(loop.on)],
  };
}

const agentsOf = ({ roles }: Loop): string[] => [
  ...new Set(Object.values(roles).flatMap((role) => (role === undefined ? [] : [role.agent]))),
];
