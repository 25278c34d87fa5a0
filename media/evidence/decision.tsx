import type { Evidence } from '../../src/model/evidence.ts';
import type { ActButton, DecisionNow, EvidenceAct } from '../../src/protocol/evidenceView.ts';
import { Button } from '../shared/button.tsx';
import { harmlessText } from '../shared/harmlessText.ts';
import { Labelled } from '../shared/icon.tsx';
import { LookIcon } from '../shared/look.tsx';

interface DecisionProps {
  readonly decision: DecisionNow;
  readonly of: Evidence;
  readonly act: (act: EvidenceAct) => void;
}

/** Where the change stands, what can be done about it, and why not where it cannot. */
export function Decision({ decision, of, act }: DecisionProps) {
  const { look, open, gate, reason, acts } = decision;
  const primary = acts.find(({ closed }) => closed === undefined)?.act;
  return (
    <header class="head">
      <h1>
        Evidence <span class="quiet">· {harmlessText(nameOf(of))}</span>
      </h1>
      <p class="state">
        <LookIcon look={look} /> <strong>{look.words}</strong>
      </p>
      <p class="gate">
        <Labelled name={open ? 'unlock' : 'lock'} color={open ? 'testing.iconPassed' : 'list.warningForeground'}>
          {firstUpper(gate)}
        </Labelled>
        : {harmlessText(reason)}
      </p>
      <div class="actions">
        {acts.map(({ act: name, label, icon, closed }) => (
          <Button
            key={name}
            icon={icon}
            secondary={name !== primary}
            disabled={closed !== undefined}
            act={() => act(name)}
          >
            {label}
          </Button>
        ))}
      </div>
      <Closed acts={acts} />
    </header>
  );
}

const nameOf = ({ loop, item, key }: Evidence): string => (key === item ? loop : `${loop} (${key})`);

const firstUpper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Why buttons are closed: one line for each reason, with the buttons that it closes. */
function Closed({ acts }: { readonly acts: readonly ActButton[] }) {
  const reasons = new Map<string, readonly string[]>();
  for (const { label, closed } of acts) {
    if (closed !== undefined) reasons.set(closed, [...(reasons.get(closed) ?? []), label.replace('…', '')]);
  }
  if (reasons.size === 0) return null;
  return (
    <ul class="closed quiet" aria-label="Why buttons are closed">
      {[...reasons].map(([reason, labels]) => (
        <li key={reason}>
          {labels.join(', ')}: {harmlessText(reason)}
        </li>
      ))}
    </ul>
  );
}
