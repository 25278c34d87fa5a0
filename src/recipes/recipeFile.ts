import * as z from 'zod';
import { slug, userId } from '../model/loop/words.ts';

/** What a question can be answered with out of the project's own files. */
export const detectable = [
  'test',
  'lint',
  'build',
  'coverage',
  'install',
  'package-manager',
  'test-files',
  'source-files',
  'branch',
] as const;
export type Detectable = (typeof detectable)[number];

/** A path below a folder, with slashes, that cannot lead out of it or into `.git`. */
const plainPath = z
  .string()
  .max(200)
  .regex(/^[\w.-]+(\/[\w.-]+)*$/)
  .refine((path) => path.split('/').every((part) => !/^(\.{1,2}|\.git)$/i.test(part)), 'must stay below its folder');

/** `checks.tests` of the recipe's own loop, `mend-flows:checks.tests` of another loop that it writes. */
const settingRef = z.string().regex(/^([a-z0-9-]+:)?[\w-]+(\.[\w-]+)*$/);

/** Answers are texts, as they are typed; a recipe may write a number or `true` plainly. */
const answer = z.union([z.string().max(8192), z.number(), z.boolean()]).transform(String);

const questionSchema = z.strictObject({
  id: z.string().regex(userId).max(60),
  /** The question itself, as one sentence. */
  ask: z.string().trim().min(1).max(200),
  /** What the answer is where the project shows it; `default` otherwise. */
  detect: z.enum(detectable).optional(),
  /** What the loop file has as it stands. */
  default: answer,
  choices: z.array(answer).min(2).max(20).optional(),
  /** An empty answer takes the settings out of the loop. It is the default where nothing was detected. */
  optional: z.boolean().default(false),
  /** Where the answer is written in the loop file. */
  sets: z.array(settingRef).min(1).max(10),
});

/** `<name>.recipe.yaml`: what a recipe asks and what it writes beside its loop. recipes/README.md explains it. */
export const recipeFileSchema = z.strictObject({
  title: z.string().trim().min(1).max(60),
  /** One line, for a list to pick from. */
  summary: z.string().trim().min(1).max(120),
  'when-not': z.string().trim().min(40).max(2000),
  questions: z.array(questionSchema).max(8).default([]),
  /** Folders of `skills/`, written to `.loops/skills/`. */
  skills: z.array(z.string().regex(slug).max(64)).max(20).default([]),
  /** Other files, from beside the recipe to the repository. */
  files: z
    .array(z.strictObject({ from: plainPath, to: plainPath }))
    .max(50)
    .default([]),
  /** What has to be there, in words. */
  needs: z.string().trim().min(1).max(1000).optional(),
  /** What to do once the files are written. */
  next: z.string().trim().min(1).max(1000),
});

export type RecipeFile = z.output<typeof recipeFileSchema>;
