/**
 * Stands in for `git-lfs filter-process`: git's long-running filter protocol (gitattributes(5)), with a smudge that puts a
 * line before a file and a clean that takes it away.
 */
let input = Buffer.alloc(0);
let packets: string[] = [];
const lists: string[][] = [];

const pkt = (text: string) => (Buffer.byteLength(text) + 4).toString(16).padStart(4, '0') + text;
const say = (...lines: readonly string[]) => process.stdout.write(`${lines.map(pkt).join('')}0000`);

process.stdin.on('data', (chunk: Buffer) => {
  input = Buffer.concat([input, chunk]);
  for (;;) {
    const length = Number.parseInt(input.subarray(0, 4).toString(), 16);
    if (input.length < 4 || input.length < length) return;
    if (length === 0) {
      lists.push(packets);
      packets = [];
      answer();
    } else packets.push(input.subarray(4, length).toString());
    input = input.subarray(Math.max(4, length));
  }
});

let greeted = 0;

/** The first two lists are greetings; then each file is two: what is wanted, and the content. */
function answer(): void {
  if (greeted === 0) {
    say('git-filter-server\n', 'version=2\n');
    greeted = 1;
    lists.length = 0;
  } else if (greeted === 1) {
    say('capability=clean\n', 'capability=smudge\n');
    greeted = 2;
    lists.length = 0;
  } else if (lists.length === 2) {
    const [request = [], content = []] = lists;
    const text = content.join('');
    say('status=success\n');
    say(request.includes('command=smudge\n') ? `smudged\n${text}` : text.replace(/^smudged\n/, ''));
    say();
    lists.length = 0;
  }
}
