import { Fragment } from 'preact';
import type { Fact } from '../../src/model/life.ts';

/** The facts of a station as a list of names and texts; one without a name goes on where the last one ended, and none is moved. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl>
      {facts.map(({ name, text, as }, index) => (
        <Fragment key={index}>
          <dt class={as}>{name}</dt>
          <dd class={as}>{as === 'block' ? <pre>{text}</pre> : as === 'code' ? <code>{text}</code> : text}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
