import type { ComponentChildren } from 'preact';
import type { Given, Prompt } from '../../src/model/prompt.ts';
import type { Standing } from '../../src/protocol/promptView.ts';
import { Button } from '../shared/button.tsx';
import { harmlessText } from '../shared/harmlessText.ts';
import type { Say } from './say.ts';

/** Text in which what stands between backticks is code. */
export function Note({ text }: { readonly text: string }) {
  return <p>{marked(text)}</p>;
}

export const marked = (text: string): ComponentChildren =>
  harmlessText(text)
    .split('`')
    .map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));

/** The line that is asked about. */
export function Place({ path, line }: { readonly path: string; readonly line: number }) {
  return <p class="place">{`${harmlessText(path)}:${line}`}</p>;
}

interface StandsProps {
  readonly standing: Standing;
  readonly say: Say;
  /** There is no other prompt for now. */
  readonly isOver?: boolean;
  readonly children?: ComponentChildren;
}

/** Where the person stands after it, and the steps that come next. */
export function Stands({ standing, say, isOver = false, children }: StandsProps) {
  return (
    <>
      <p class={isGood(standing) ? 'gate open' : 'gate'}>
        <strong>{standingTitle(standing)}</strong> {standingWords(standing)}
      </p>
      <div class="actions">
        <NextSteps standing={standing} say={say} isOver={isOver} />
        {children}
      </div>
    </>
  );
}

function NextSteps({ standing, say, isOver }: Omit<StandsProps, 'children'>) {
  if (standing.about === 'debt') {
    return (
      <>
        {!isOver && <Button act={() => say({ say: 'next' })}>Next Prompt</Button>}
        <Button secondary={isOver !== true} act={() => say({ say: 'done' })}>
          {isOver ? 'Close' : 'Enough for Today'}
        </Button>
      </>
    );
  }
  const { holds, canAnswer, canOverride, button } = standing;
  return (
    <>
      {holds ? <Button act={() => say({ say: 'land' })}>{button}</Button> : null}
      {!holds && canAnswer && !isOver ? <Button act={() => say({ say: 'next' })}>Another Prompt</Button> : null}
      {!holds && (isOver || !canAnswer) && canOverride ? (
        <Button secondary act={() => say({ say: 'override' })}>
          Land Without Understanding…
        </Button>
      ) : null}
    </>
  );
}

const isGood = (standing: Standing): boolean =>
  standing.about === 'change' ? standing.holds : standing.now < standing.before;

const standingTitle = (standing: Standing): string => {
  if (standing.about === 'debt') return `You owe ${linesWords(standing.now)} now.`;
  return standing.holds ? 'The gate is open.' : 'The gate is closed.';
};

export const standingWords = (standing: Standing): string =>
  standing.about === 'change' ? standing.reason : `It was ${linesWords(standing.before)} before.`;

const linesWords = (owed: number): string => (Math.round(owed) === 1 ? '1 line' : `${Math.round(owed)} lines`);

export const optionsOf = ({ ask }: Prompt): readonly string[] => ('options' in ask ? ask.options : []);

/** The options that an answer names. */
export const chosenIn = (given: Given): readonly number[] => {
  if (given.by === 'one') return [given.option];
  return given.by === 'several' ? given.options : [];
};
