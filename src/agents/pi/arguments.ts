import type { Turn } from '../port.ts';

/** Those of its tools that change nothing. */
const readingTools = ['read', 'grep', 'find', 'ls'];

/**
 * The arguments of `pi --mode rpc` for a turn. `session` is the id of the session that the turn begins, `skills` the folder
 * of its skills.
 *
 * Files in `.pi` of the worktree are never trusted: they may hold extensions, which are programs, and a maker could write one
 * for the judge. Skills are texts and are named on their own.
 */
export function piArguments(turn: Turn, { session, skills }: { session: string; skills?: string }): readonly string[] {
  const tools = allowedTools(turn);
  return [
    ['--mode', 'rpc', '--no-approve'],
    sessionArguments(turn, session),
    turn.model === undefined ? [] : ['--model', turn.model],
    turn.effort === undefined ? [] : ['--thinking', turn.effort],
    turn.instructions === undefined ? [] : ['--append-system-prompt', turn.instructions],
    tools === undefined ? [] : tools.length === 0 ? ['--no-tools'] : ['--tools', tools.join(',')],
    skills === undefined ? [] : ['--skill', skills],
  ].flat();
}

function sessionArguments({ session: earlier }: Turn, session: string): readonly string[] {
  if (earlier === undefined) return ['--session-id', session];
  return earlier.mode === 'continue' ? ['--session', earlier.id] : ['--fork', earlier.id, '--session-id', session];
}

function allowedTools({ tools, readOnly }: Turn): readonly string[] | undefined {
  if (!readOnly) return tools;
  return tools === undefined ? readingTools : tools.filter((tool) => readingTools.includes(tool));
}
