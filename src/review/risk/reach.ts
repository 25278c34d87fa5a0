import type { SeenLine } from './blanked.ts';
import { quoted } from './quoted.ts';
import type { Look, Sign } from './sign.ts';
import type { SignName } from './weights.ts';

/** Something that added lines can do to the world outside. */
interface Reach {
  readonly name: SignName;
  readonly says: string;
  /** Looked for in code without texts and comments. */
  readonly code?: RegExp;
  /** Looked for with the texts of strings in it. */
  readonly bare?: RegExp;
}

const statement = String.raw`\b(?:SELECT\s.{1,80}?\sFROM|INSERT\s+INTO|UPDATE\s+\S{1,40}\s+SET|DELETE\s+FROM)\b`;
const joined = String.raw`(?:\$\{|['"]\s*\+|\+\s*['"]|['"]\s*%\s|\.format\(|\{\w+\}|%s|#\{)`;

const reaches: readonly Reach[] = [
  {
    name: 'safety-off',
    says: 'a safeguard is switched off',
    bare: /rejectUnauthorized\s*:\s*false|\bverify\s*=\s*False|InsecureSkipVerify\s*:\s*true|NODE_TLS_REJECT_UNAUTHORIZED|danger_accept_invalid_certs|--no-verify\b|--insecure\b|StrictHostKeyChecking[= ]no|\bdisable_?ssl|autoescape\s*=\s*False/i,
  },
  {
    name: 'command',
    says: 'runs a command',
    code: /\bchild_process\b|(?<![.\w$])(?:exec|spawn|fork)(?:File)?(?:Sync)?\(|\b(?:execSync|spawnSync|execFileSync|execFile|execa)\(|\bcp\.\w+\(|\bsubprocess\.|\bos\.(?:system|popen|exec\w+|spawn\w+)\(|\bexec\.Command(?:Context)?\(|\bCommand::new\(|\bgetRuntime\(\)|\bProcessBuilder\b|\bProcess\.Start\(|\bshell\s*[:=]\s*(?:true|True)\b|\bshell_exec\(|(?<![.\w$])system\(/,
    bare: /\b(?:require\(|from\s+)['"](?:node:)?child_process['"]|\|\s*(?:ba)?sh\b/,
  },
  {
    name: 'evaluated',
    says: 'runs text as code',
    code: /(?<![.\w$])eval\(|\bnew\s+Function\(|\bvm\.(?:run\w+|Script)\b|(?<![.\w$])compile\(.*exec|\b__import__\(|\bpickle\.loads?\(|\byaml\.load\((?!.*Loader)|\bunsafe\b|\.innerHTML\s*=|\bdangerouslySetInnerHTML\b|\bdocument\.write\(|\bmarshal\.loads\(|\bObjectInputStream\b|\binstance_eval\b|\bscriptEngine\b/i,
  },
  {
    name: 'prototype',
    says: 'touches what all objects share',
    code: /\b(?:__proto__|setPrototypeOf|__defineGetter__|__class__|__subclasses__|__globals__)\b|\bObject\.prototype\.\w+\s*=/,
    bare: /['"`](?:__proto__|prototype)['"`]/,
  },
  {
    name: 'sql-from-text',
    says: 'a database statement is put together from text',
    bare: new RegExp(`${statement}.{0,300}?${joined}|${joined}.{0,80}?${statement}`, 'i'),
  },
  {
    name: 'deletes',
    says: 'deletes files or data',
    code: /\b(?:rmSync|rmdirSync|unlinkSync|unlink|rmtree|RemoveAll|remove_dir_all|remove_file|deleteRecursively|rimraf)\s*\(|\bos\.remove\(|\bfs\.rm\(/,
    bare: /\brm\s+-\w*r\w*f?|\bDROP\s+(?:TABLE|DATABASE|COLUMN)\b|\bTRUNCATE\s+TABLE\b|\bpush\s+(?:--force|-f)\b|\breset\s+--hard\b/i,
  },
  {
    name: 'permission',
    says: 'changes permissions',
    code: /\b(?:chmod|chown|setuid|setgid|umask|fchmod)(?:Sync)?\s*\(|\bset_permissions\(/,
    bare: /\b(?:chmod|chown|setcap|sudo)\s+[\w+-]|--privileged\b|\bpermissions\s*:\s*(?:write-all|$)|^\s*(?:contents|packages|id-token|actions|pull-requests|deployments)\s*:\s*write\b|\bpull_request_target\b|\bGRANT\s+\w+/i,
  },
  {
    name: 'network',
    says: 'talks to the network',
    code: /(?<![.\w$])fetch\(|\bhttps?\.(?:get|request|Get|Post|Head|NewRequest\w*|ListenAndServe\w*|createServer)\(|\baxios\b|\bXMLHttpRequest\b|\bnew\s+(?:WebSocket|EventSource)\(|\bnet\.(?:connect|createConnection|createServer|Dial\w*|Listen)\(|\brequests\.(?:get|post|put|delete|patch|request|Session)\(|\burllib\b|\burlopen\(|\bhttpx\.|\breqwest::|\bHttpClient\b|\bsocket\.socket\(|\bTcp(?:Stream|Listener)::|\bURLConnection\b|\bdgram\./,
    bare: /^\s*(?:run:\s*)?(?:sudo\s+)?(?:curl|wget)\s/,
  },
  {
    name: 'secret',
    says: 'speaks of a secret',
    code: /password|passwd|passphrase|secret|api_?key|private_?key|credential|access_?token|auth_?token/i,
    bare: /\bsecrets\.\w+|-----BEGIN [A-Z ]*PRIVATE KEY|\bgh[pousr]_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bsk-[\w-]{20,}/,
  },
];

const concurrency =
  /\b(?:Mutex|RwLock|RWMutex|Semaphore|Atomics?|Atomic[A-Z]\w*|SharedArrayBuffer|ReentrantLock|CountDownLatch|CompletableFuture|ExecutorService|ThreadPool\w*|WaitGroup|Condvar|OnceCell|OnceLock|mpsc|crossbeam|rayon)\b|\bsynchronized\b|\bvolatile\b|\bPromise\.(?:all|race|any|allSettled)\(|\bnew\s+(?:Worker|Thread)\(|\bthread(?:ing)?(?:\.|::)\w+|\basyncio\.\w+|\bmultiprocessing\b|\bgo\s+(?:func\b|\w+(?:\.\w+)*\()|\bmake\(chan\b|<-\s*\w|\w\s*<-|\bsync\.\w+|\btokio::\w+|\bprocess\.nextTick\(|\bsetImmediate\(|\bqueueMicrotask\(|\b(?:un)?lock\(\)/;

/** Regular expressions of a line: the literals of JavaScript, and lines that compile one elsewhere. */
const compiled =
  /\bre\.(?:compile|match|search|sub|fullmatch|findall|split)\(|\bregexp\.(?:MustCompile|Compile)\(|\bRegex::new\(|\bPattern\.compile\(|\bnew\s+RegExp\(/;
const literal = /(?:^|[(,=:[!&|?{};\s])\/ +(?:\/[dgimsuvy]*)/;

/** What added lines can do outside, concurrency and regular expressions that were touched. */
export function* reachSigns({ gone: removed, fresh: added, language }: Look): Iterable<Sign> {
  for (const { name, says, code, bare } of reaches) {
    // A secret is named in many lines that only pass it on: in documents and data that means nothing.
    const has = (line: SeenLine): boolean => code?.test(line.code) === true || bare?.test(line.bare) === true;
    const now = added.filter(has);
    if (now[0] === undefined) continue;
    yield { name, reason: `${says}: ${quoted(now[0].bare)}`, times: now.length };
  }
  yield* touched(removed, added, 'concurrency', 'touches what runs side by side', ({ code }) => concurrency.test(code));
  const isPattern = ({ code }: SeenLine): boolean => compiled.test(code) || (language === 'ecma' && literal.test(code));
  yield* touched(removed, added, 'pattern', 'a regular expression', isPattern);
}

function* touched(
  removed: readonly SeenLine[],
  added: readonly SeenLine[],
  name: SignName,
  says: string,
  has: (line: SeenLine) => boolean,
): Iterable<Sign> {
  const [old, young] = [removed.filter(has), added.filter(has)];
  const [shown] = young.length > 0 ? young : old;
  if (shown === undefined) return;
  const gone = young.length === 0 ? ' (gone)' : '';
  yield { name, reason: `${says}${gone}: ${quoted(shown.bare)}`, times: Math.max(old.length, young.length) };
}
