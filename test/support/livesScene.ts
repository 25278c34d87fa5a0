import { afterEach } from 'vitest';
import { Lives } from './lives.ts';
import { LoopRepository } from './loopRepository.ts';
import { PatientPerson } from './patientPerson.ts';

/** A repository whose runners the test starts and kills. */
export interface LivesScene {
  readonly loop: LoopRepository;
  readonly runners: Lives;
  readonly person: PatientPerson;
  /** The commit of `main` before any runner. */
  readonly before: string;
}

/** Makes scenes for the tests of a file; after each test its runners are killed and its repository is gone. */
export function livesScenes(): (files: (outside: string) => Record<string, string>) => Promise<LivesScene> {
  let repository: LoopRepository | undefined;
  let lives: Lives | undefined;
  afterEach(async () => {
    await lives?.killAll();
    await repository?.dispose();
    repository = undefined;
    lives = undefined;
  });
  return async (files) => {
    const loop = await LoopRepository.create(files);
    repository = loop;
    const runners = new Lives(loop);
    lives = runners;
    return { loop, runners, person: new PatientPerson(loop), before: await loop.git.head() };
  };
}
