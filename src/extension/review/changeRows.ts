import { branchName } from '../../model/branchName.ts';
import type { Look } from '../../model/statusLook.ts';
import type { RankedFile } from '../../review/riskOrder.ts';
import type { Fact } from '../runs/row.ts';
import { deliverWords } from './deliverWords.ts';
import type { ReviewShown } from './openReview.ts';

/** A row of the view Change as plain data. */
export type ChangeRow =
  | {
      readonly kind: 'gate';
      readonly label: string;
      readonly description: string;
      readonly look: Look;
      readonly facts: readonly Fact[];
    }
  | {
      readonly kind: 'file';
      readonly path: string;
      readonly label: string;
      readonly description: string;
      readonly facts: readonly Fact[];
      readonly file: RankedFile['file'];
    };

const openGate = { icon: 'unlock', color: 'testing.iconPassed' };
const closedGate = { icon: 'lock', color: 'list.warningForeground' };

/** The gate first, then the files in risk order. */
export function changeRows({ gate, detail, of, as, files }: ReviewShown): readonly ChangeRow[] {
  const words = `${deliverWords[as].name} is ${gate.holds ? 'open' : 'closed'}`;
  const look = { ...(gate.holds ? openGate : closedGate), words };
  const checks = of.iterations.findLast((one) => one.checks.length > 0)?.checks ?? [];
  const row: ChangeRow = {
    kind: 'gate',
    label: gate.holds ? deliverLabel(as, detail.into) : gate.canAnswer ? 'Answer the prompt' : firstUpper(words),
    description: gate.holds || gate.canAnswer ? words : '',
    look,
    facts: [
      { name: 'Gate', text: `${words}: ${gate.reason}` },
      ...checks.map((check) => ({ name: `Check ${check.id}`, text: check.passed ? 'passed' : 'failed' })),
    ],
  };
  return [row, ...files.map(fileRow)];
}

/** What pressing it does. */
const deliverLabel = (as: ReviewShown['as'], into: string): string =>
  as === 'merge' ? `Land on ${branchName(into)}` : deliverWords[as].button;

const firstUpper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function fileRow({ file, reasons }: RankedFile): ChangeRow {
  const slash = file.path.lastIndexOf('/');
  const folder = slash < 0 ? '' : file.path.slice(0, slash);
  return {
    kind: 'file',
    path: file.path,
    label: file.path.slice(slash + 1),
    description: [sizeWords(file), folder].filter((part) => part !== '').join(' · '),
    file,
    facts: [
      { name: 'File', text: file.path },
      { name: 'Change', text: spokenSize(file) },
      { name: 'Read it for', text: reasons.join('; ') },
    ],
  };
}

const statusWords: { readonly [S in RankedFile['file']['status']]: string } = {
  added: 'new',
  modified: '',
  deleted: 'deleted',
  'type-changed': 'other type',
};

function sizeWords({ status, added, removed, binary }: RankedFile['file']): string {
  const size = binary ? 'binary' : `+${added} −${removed}`;
  return [statusWords[status], size].filter((part) => part !== '').join(' ');
}

const spokenSize = ({ status, added, removed, binary }: RankedFile['file']): string =>
  binary ? `${status}, binary` : `${status}, ${added} lines added, ${removed} removed`;
