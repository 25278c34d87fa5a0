import type { ComponentChildren } from 'preact';
import type { Prompt } from '../../src/model/prompt.ts';
import { Button } from '../shared/button.tsx';
import type { PageOf, Say } from './say.ts';

/** Text in which what stands between backticks is code. */
export function Note({ text }: { readonly text: string }) {
  return <p>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</p>;
}

/** The line that is asked about. */
export function Place({ path, line }: { readonly path: string; readonly line: number }) {
  return <p class="place">{`${path}:${line}`}</p>;
}

interface LandingProps {
  readonly gate: PageOf<'nothing'>['gate'];
  readonly say: Say;
  readonly children?: ComponentChildren;
}

/** Where the landing stands, and the one step that comes next. */
export function Landing({ gate, say, children }: LandingProps) {
  return (
    <>
      <p class={gate.holds ? 'gate open' : 'gate'}>
        <strong>{gate.holds ? 'The gate is open.' : 'The gate is closed.'}</strong> {gate.reason}
      </p>
      <div class="actions">
        {gate.holds ? <Button act={() => say({ say: 'land' })}>{gate.button}</Button> : null}
        {!gate.holds && gate.canAnswer ? <Button act={() => say({ say: 'next' })}>Another Prompt</Button> : null}
        {children}
      </div>
    </>
  );
}

export const optionsOf = ({ ask }: Prompt): readonly string[] => ('options' in ask ? ask.options : []);
