import { err } from '../../model/result.ts';
import type { Requests } from '../runner/requests.ts';
import type { AskedRepositories, OfRepository } from './askedOfAll.ts';

/** Of a repository whose last folder was closed meanwhile. */
const gone: Requests = {
  request: async () =>
    err({ code: 'no-folder', message: 'The folder of this repository is no longer open. Open it again first.' }),
};

/** The runner that a row is about. */
export const linkOf =
  (repositories: Pick<AskedRepositories, 'byId'>) =>
  ({ repository }: OfRepository): Requests =>
    repositories.byId(repository)?.link ?? gone;
