import { iterationWords } from '../../src/model/evidenceWords.ts';
import type { EvidenceAct } from '../../src/protocol/evidenceView.ts';
import { Checks } from '../shared/checks.tsx';
import { Goal } from '../shared/goal.tsx';
import { Asked } from './asked.tsx';
import { Decision } from './decision.tsx';
import { Defects } from './defects.tsx';
import { Objections, Understanding, Verdicts } from './opinions.tsx';
import { Definition, Identity, Performers } from './origin.tsx';
import { type PageState, wholeOf } from './pageState.ts';
import { Part, Trouble } from './part.tsx';
import { Proofs } from './proof.tsx';
import { Spent } from './spent.tsx';

interface EvidencePageProps {
  readonly state: PageState;
  readonly act: (act: EvidenceAct) => void;
}

/** All of the page: the decision, then what it rests on, most telling first. */
export function EvidencePage({ state, act }: EvidencePageProps) {
  const { decision, checks = [], checkout, trouble } = state;
  const of = wholeOf(state);
  if (trouble !== undefined) return <Trouble message={trouble} />;
  if (of === undefined || decision === undefined) return <Reading />;
  const after = of.proven === null ? '' : `after ${iterationWords(of.proven.iteration)}`;
  return (
    <>
      <Decision decision={decision} of={of} act={act} />
      <Part id="identity" title="What it is">
        <Identity of={of} />
      </Part>
      <Part id="goal" title="Goal">
        <Goal goal={of.goal} />
      </Part>
      <Part id="checks" title="Checks">
        <Checks checks={checks} after={after} />
      </Part>
      <Part id="proof" title="Red-green proof">
        <Proofs checks={of.proven?.checks ?? []} />
      </Part>
      <Part id="defects" title="What the checker claimed">
        <Defects {...of} />
      </Part>
      <Part id="verdicts" title="What the judge said">
        <Verdicts verdicts={of.verdicts} />
      </Part>
      <Part id="objections" title="Policy and objections">
        <Objections objections={of.objections} />
      </Part>
      <Part id="asked" title="What people asked for">
        <Asked asked={of.asked} />
      </Part>
      <Part id="understanding" title="Understanding">
        <Understanding understanding={of.understanding} />
      </Part>
      <Part id="spent" title="Cost and time">
        <Spent spent={of.spent} budget={of.budget} />
      </Part>
      <Part id="performers" title="Who did it">
        <Performers performers={of.performers} cage={of.cage} />
      </Part>
      <Part id="definition" title="Definition">
        <Definition definition={of.definition} checkout={checkout} />
      </Part>
    </>
  );
}

/** Stands there before the first message. */
function Reading() {
  return (
    <header class="head">
      <h1>Evidence</h1>
      <p class="quiet">Reading its events…</p>
    </header>
  );
}
