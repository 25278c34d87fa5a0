/** A pull request (GitHub) or merge request (GitLab) that exists. */
export interface PullRequest {
  readonly url: string;
  readonly number: number;
}

/** What one says, fit to be sent. */
export interface PullRequestText {
  /** Short names. */
  readonly branch: string;
  readonly into: string;
  readonly title: string;
  readonly body: string;
  readonly draft: boolean;
  readonly labels: readonly string[];
}

/** GitHub takes 256 characters of a title and 65,536 of a body; GitLab 255 and a million. */
const TITLE = 250;
const BODY = 60_000;

/** One line, bounded; never empty. */
export function fitTitle(title: string): string {
  const line = title.replace(/[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ').trim();
  return cut(line === '' ? 'A change by a loop' : line, TITLE, '…');
}

/** Bounded; `file` is where the whole of it is kept. */
export function fitBody(body: string, file: string): string {
  return cut(body.replaceAll('\0', ''), BODY, `\n\n*This text was cut. The whole of it is in \`${file}\`.*\n`);
}

function cut(text: string, length: number, ending: string): string {
  return text.length <= length ? text : text.slice(0, length - ending.length).replace(/[\ud800-\udbff]$/, '') + ending;
}

/** Names that are not empty, one line each, each once. */
export function fitLabels(labels: readonly string[]): readonly string[] {
  return [...new Set(labels.map((label) => label.replace(/[\x00-\x1f\x7f]+/g, ' ').trim()))].filter(
    (label) => label !== '',
  );
}
