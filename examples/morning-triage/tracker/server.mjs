// A stand-in for CI and an issue tracker, for this example and its test: `node tracker/server.mjs [port] [data file]`.
// It listens on this machine alone, keeps what it is told until it ends, and prints its address.
//
//   GET  /ci/failing                                   tests that fail on main
//   GET  /issues, /issues?all                          open issues, all issues
//   GET  /issues/7/comments                            comments with their reactions
//   POST /issues/7/comments      { by, body }
//   POST /comments/1/reactions   { by, content, at }   `+1`, `-1`, `confused`, `eyes`
//   POST /ci/passes              { test }              it fails no more
//   POST /issues/7/close         {}
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port = '0', file] = process.argv.slice(2);
const data = JSON.parse(readFileSync(file ?? new URL('data.json', import.meta.url), 'utf8'));
const issues = data.issues.map((issue) => ({ ...issue, open: true }));
const comments = [];
let failing = data.failing;

const routes = [
  [/^GET \/ci\/failing$/, () => failing],
  [/^GET \/issues$/, () => issues.filter(({ open }) => open)],
  [/^GET \/issues\?all$/, () => issues],
  [/^GET \/issues\/(\d+)\/comments$/, (issue) => comments.filter((comment) => comment.issue === issue)],
  [
    /^POST \/issues\/(\d+)\/comments$/,
    (issue, { by, body }) => {
      comments.push({ id: comments.length + 1, issue, by, body, reactions: [] });
      return comments.at(-1);
    },
  ],
  [
    /^POST \/comments\/(\d+)\/reactions$/,
    (id, { by, content, at = new Date().toISOString() }) => {
      const comment = comments.find((one) => one.id === id);
      comment?.reactions.push({ by, content, at });
      return comment;
    },
  ],
  [
    /^POST \/ci\/passes$/,
    (_, { test }) => {
      failing = failing.filter((one) => one.test !== test);
      return failing;
    },
  ],
  [
    /^POST \/issues\/(\d+)\/close$/,
    (number) => {
      const issue = issues.find((one) => one.number === number);
      if (issue !== undefined) issue.open = false;
      return issue;
    },
  ],
];

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request.setEncoding('utf8')) body += piece;
  const asked = `${request.method} ${request.url}`;
  const [pattern, answer] = routes.find(([one]) => one.test(asked)) ?? [];
  const found = pattern && answer(Number(pattern.exec(asked)[1]), body === '' ? {} : JSON.parse(body));
  response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(found ?? { error: `Nothing at ${asked}` }));
});
server.listen(Number(port), '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
