import { describe, expect, it } from 'vitest';
import { takeIn } from '../../../src/memory/merge.ts';
import { DOCUMENT_BYTES } from '../../../src/memory/mergeEdits.ts';
import { reviseState } from '../../../src/memory/reviseState.ts';
import { findingOf } from '../../../src/memory/standing.ts';
import { DAY, finding, idOf, record, T0 } from './arbitraries.ts';

const now = T0 + 2 * DAY;
const at = { loop: 'triage', now };
const run = record('r1', 1, { findings: [finding(1)] });
const first = reviseState(undefined, at, (memory) => takeIn(memory, run)) ?? expect.fail('nothing was made');

describe('the next state', () => {
  it('begins empty, and is none where nothing changed', () => {
    expect(first.document).toContain('### `a1b2c301` Title of 1');
    expect(reviseState(first, at, (memory) => takeIn(memory, run))).toBeUndefined();
    expect(reviseState(undefined, at, (memory) => memory)?.memory.loop).toBe('triage');
  });

  it('has in it what somebody committed by hand', () => {
    const document = first.document.replace('- decision: ', '- decision: never');
    const stored = { ...first, document, byHand: { by: 'Ada', base: first.document } };
    const next = reviseState(stored, at, (memory) => memory);
    expect(findingOf(next?.memory ?? first.memory, idOf(1))?.decision).toMatchObject({ what: 'never', by: 'Ada' });
  });

  it('tells where a document made by hand was too long', () => {
    const document = 'x'.repeat(DOCUMENT_BYTES + 1);
    const next = reviseState(
      { ...first, document, byHand: { by: 'Ada', base: first.document } },
      at,
      (memory) => memory,
    );
    expect(next?.memory.notes).toContain('that Ada had committed by hand was not taken in: it has 200001 bytes');
    expect(next?.memory.findings).toEqual(first.memory.findings);
  });
});
