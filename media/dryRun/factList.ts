import type { Fact } from '../../src/model/life.ts';
import { element } from '../shared/element.ts';

/** The facts of a station as a list of names and texts; one without a name goes on where the last one ended. */
export function factList(facts: readonly Fact[]): HTMLElement {
  return element(
    'dl',
    {},
    ...facts.flatMap(({ name, text, as }) => [
      element('dt', { class: as }, name),
      element(
        'dd',
        { class: as },
        as === 'block' ? element('pre', {}, text) : as === 'code' ? element('code', {}, text) : text,
      ),
    ]),
  );
}
