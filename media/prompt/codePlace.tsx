import type { Prompt } from '../../src/model/prompt.ts';

interface CodePlaceProps {
  readonly prompt: Prompt;
  readonly inPlace: string;
}

/** The lines around the asked one, with their numbers, and what stands in its place. */
export function CodePlace({ prompt: { before, after, line }, inPlace }: CodePlaceProps) {
  return (
    <figure class="code" aria-label={`Lines around line ${line}`}>
      {before.map((text, index) => {
        const number = line - before.length + index;
        return <CodeLine key={number} number={number} text={text} />;
      })}
      <CodeLine key={line} number={line} text={indentAfter(before) + inPlace} asked />
      {after.map((text, index) => {
        const number = line + 1 + index;
        return <CodeLine key={number} number={number} text={text} />;
      })}
    </figure>
  );
}

/** Options come without their indentation; it is guessed from the line above, for the eye alone. */
function indentAfter(before: readonly string[]): string {
  const above = before.findLast((text) => text.trim() !== '') ?? '';
  const indent = /^\s*/.exec(above)?.[0] ?? '';
  const opens = /[{([:]\s*$/.test(above);
  return opens ? indent + (indent.startsWith('\t') ? '\t' : '  ') : indent;
}

interface CodeLineProps {
  readonly number: number;
  readonly text: string;
  readonly asked?: boolean;
}

function CodeLine({ number, text, asked = false }: CodeLineProps) {
  return (
    <div class={asked ? 'line asked' : 'line'}>
      <span class="number" aria-hidden="true">
        {number}
      </span>
      <code>{text}</code>
    </div>
  );
}
