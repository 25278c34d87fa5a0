import { type DryRunPage, type DryRunSays, dryRunPageSchema } from '../../src/protocol/dryRunView.ts';
import { Button, LinkButton } from '../shared/button.tsx';
import { connect } from '../shared/host.ts';
import { drawPage } from '../shared/page.ts';
import { LifePage } from './lifePage.tsx';

/** The page of a dry run: draws what the editor says, and says where the person goes. */

const { say } = connect<DryRunPage, DryRunSays>(dryRunPageSchema, (page) => drawPage(<Page page={page} />));

/** It outlives a text with errors, in which no station is drawn. */
let selected = 'start';
const select = (id: string): void => {
  selected = id;
};

function Page({ page }: { readonly page: DryRunPage }) {
  if (page.show === 'life') return <LifePage life={page.life} say={say} selected={selected} select={select} />;
  if (page.show === 'trouble') {
    return (
      <>
        <h1>No dry run</h1>
        <p>{page.message}</p>
        <Button act={() => say({ say: 'ready' })}>Try Again</Button>
      </>
    );
  }
  return <Errors {...page} />;
}

function Errors({ loop, errors }: Extract<DryRunPage, { readonly show: 'errors' }>) {
  return (
    <>
      <h1>{`${loop} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}`}</h1>
      <p>Until that is mended nothing could run, so there is no dry run.</p>
      <ul class="told">
        {errors.map(({ line, message }) => (
          <li key={`${line} ${message}`}>
            <LinkButton act={() => say({ say: 'go', line, focus: true })}>{`Line ${line}`}</LinkButton>
            {` ${message}`}
          </li>
        ))}
      </ul>
    </>
  );
}

say({ say: 'ready' });
