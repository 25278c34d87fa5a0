import type { Asked, OfferedTool, Reply } from './dialect.ts';
import type { ModelStep } from './modelStep.ts';

type Step<D extends ModelStep['do']> = Extract<ModelStep, { readonly do: D }>;
type Doing = Step<'write' | 'edit' | 'read' | 'shell' | 'delegate' | 'await' | 'mcp' | 'answer'>;

const addition = (content: string) =>
  content
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `+${line}`)
    .join('\n');

/** In the form that codex's `apply_patch` takes. A write is a deletion of nothing: it adds, or replaces what is there. */
const patchOf = (step: Step<'write' | 'edit'>) =>
  step.do === 'write'
    ? `*** Begin Patch\n*** Add File: ${step.path}\n${addition(step.content)}\n*** End Patch`
    : `*** Begin Patch\n*** Update File: ${step.path}\n@@\n${step.find.replace(/^/gm, '-')}\n${addition(step.replace)}\n*** End Patch`;

/** Single quotes keep everything but themselves. */
const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`;

/** Several names for one thing: agents take the one they know and let the others be. */
const filed = (path: string) => ({ file_path: path, path, filePath: path });

/** What a tool is called by the agents, and what it is given. */
const known: {
  readonly [D in Doing['do']]: (step: Step<D>, tools: readonly OfferedTool[], asked: Asked) => Reply | undefined;
} = {
  write: (step, tools) =>
    byName(tools, /^(write|write_file)$/i, (tool) => ({
      ...(tool.name === 'Write' ? { file_path: step.path } : filed(step.path)),
      content: step.content,
    })) ?? patching(step, tools),
  edit: (step, tools) =>
    byName(tools, /^(edit|replace)$/i, (tool) => editInput(step, tool.name)) ?? patching(step, tools),
  read: (step, tools) =>
    byName(tools, /^(read|read_file)$/i, (tool) =>
      tool.name === 'Read' ? { file_path: step.path } : filed(step.path),
    ) ?? shelling(`cat ${quoted(step.path)}`, tools),
  shell: (step, tools) => shelling(step.command, tools),
  delegate: (step, tools, asked) =>
    byName(tools, /^(agent|task)$/i, ({ name }) => ({
      description: 'part of the work',
      prompt: step.prompt,
      // opencode's, and claude's.
      subagent_type: name === 'task' ? 'general' : 'general-purpose',
      run_in_background: false,
    })) ??
    byName(tools, /^invoke_agent$/, () => ({ agent_name: 'codebase_investigator', prompt: step.prompt })) ??
    byName(tools, /^spawn_agent$/, () => ({ message: step.prompt })) ??
    searching('spawn_agent', asked),
  await: (_step, tools, asked) =>
    byName(tools, /^wait_agent$/, () => ({ targets: startedIn(asked), timeout_ms: 60_000 })) ??
    searching('wait_agent', asked),
  mcp: (step, tools, asked) => {
    const named = (tool: string) =>
      tools.find(({ name, namespace }) => name.endsWith(tool) && `${namespace ?? ''}${name}`.includes(step.server)) ??
      tools.find(({ name }) => name === tool);
    const tool =
      named(step.tool) ?? (step.like === undefined ? undefined : likened(named(step.like), step.like, step.tool));
    return tool ? { tool, input: step.input } : searching(`${step.server} ${step.tool}`, asked);
  },
  answer: (step, tools) =>
    byName(tools, /^structured_?output$/i, () => step.value) ?? { text: JSON.stringify(step.value) },
};

/** What the model answers where it is to do a step and these tools are offered. */
export function replyFor(step: Doing, asked: Asked): Reply {
  const { tools } = asked;
  const doIt = known[step.do] as (step: Doing, tools: readonly OfferedTool[], asked: Asked) => Reply | undefined;
  const offered = tools.map((tool) => tool.name).join(', ');
  return doIt(step, tools, asked) ?? { text: `There is no tool to ${step.do} with; there are: ${offered}` };
}

const likened = (like: OfferedTool | undefined, from: string, to: string): OfferedTool | undefined =>
  like && { ...like, name: like.name.replace(from, to) };

/** codex does not offer all tools at once: a model looks for what it needs, once, and finds it in its next call. */
function searching(query: string, { tools, searched = [] }: Asked): Reply | undefined {
  const tool = tools.find(({ finds }) => finds);
  return tool === undefined || searched.includes(query) ? undefined : { tool, input: { query, limit: 20 } };
}

/** Sub-agents that were started, by what starting them gave. */
const startedIn = ({ toolResults }: Asked): readonly string[] =>
  toolResults.flatMap((result) => /"agent_id"\s*:\s*"([^"]+)"/.exec(result)?.[1] ?? []);

function byName(
  tools: readonly OfferedTool[],
  name: RegExp,
  inputFor: (tool: OfferedTool) => unknown,
): Reply | undefined {
  const tool = tools.find((offered) => name.test(offered.name));
  return tool && { tool, input: inputFor(tool) };
}

/** pi takes a list of edits, gemini an instruction beside the two strings. */
function editInput({ path, find, replace }: Step<'edit'>, tool: string): unknown {
  const strings = { old_string: find, new_string: replace };
  if (tool === 'Edit') return { file_path: path, ...strings };
  if (tool === 'replace') return { file_path: path, instruction: 'as planned', ...strings };
  // opencode reads the first two, pi the list.
  return { ...filed(path), oldString: find, newString: replace, edits: [{ oldText: find, newText: replace }] };
}

function patching(step: Step<'write' | 'edit'>, tools: readonly OfferedTool[]): Reply | undefined {
  const patch = patchOf(step);
  const program = programmed(tools, `text(await tools.apply_patch(${JSON.stringify(patch)}));`);
  if (program) return program;
  const tool = tools.find(({ name }) => name === 'apply_patch');
  if (tool)
    return tool.freeForm
      ? { tool, input: {}, freeFormText: patch }
      : { tool, input: { input: patch, patchText: patch } };
  return step.do === 'write' ? shelling(`printf %s ${quoted(step.content)} > ${quoted(step.path)}`, tools) : undefined;
}

/** Some models of codex have one tool that runs a program, in which the other tools are functions. */
function programmed(tools: readonly OfferedTool[], program: string): Reply | undefined {
  const tool = tools.find(({ name, freeForm }) => name === 'exec' && freeForm);
  return tool && { tool, input: {}, freeFormText: program };
}

function shelling(command: string, tools: readonly OfferedTool[]): Reply | undefined {
  return (
    programmed(tools, `text(await tools.exec_command({ cmd: ${JSON.stringify(command)} }));`) ??
    byName(tools, /^exec_command$/, () => ({ cmd: command, yield_time_ms: 30_000 })) ??
    byName(tools, /^shell_command$/, () => ({ command })) ??
    byName(tools, /^shell$/, () => ({ command: ['bash', '-lc', command] })) ??
    byName(tools, /^(bash|run_shell_command)$/i, () => ({ command, description: 'as planned' }))
  );
}
