import { readFileSync } from 'node:fs';

const { url } = JSON.parse(readFileSync(new URL('../tracker.json', import.meta.url), 'utf8'));

/** Asks the tracker that tracker.json names. With a `body` it is a POST. */
export async function ask(path, body) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const answer = await fetch(`${url}${path}`, body === undefined ? {} : post);
  if (!answer.ok) throw new Error(`${url}${path} answers ${answer.status}`);
  return answer.json();
}
