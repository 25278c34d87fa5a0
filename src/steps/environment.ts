/** Names that a command gets of the runner's environment; everything else, secrets above all, stays away from it. */
const passedOn = new Set([
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'SHELL',
  'LANG',
  'LANGUAGE',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  // Windows: a process does not start, or does not find its programs, without these.
  'SYSTEMROOT',
  'SYSTEMDRIVE',
  'COMSPEC',
  'PATHEXT',
  'WINDIR',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
  'PROGRAMFILES',
  'PROGRAMFILES(X86)',
  'NUMBER_OF_PROCESSORS',
  'PROCESSOR_ARCHITECTURE',
]);

const passedOnPrefixes = ['LC_', 'XDG_'];

export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of every command, made of the runner's own. */
export function commandEnvironment(own: Environment): Record<string, string> {
  const environment: Record<string, string> = { TERM: 'dumb', GIT_TERMINAL_PROMPT: '0' };
  for (const [name, value] of Object.entries(own)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (passedOn.has(upper) || passedOnPrefixes.some((prefix) => upper.startsWith(prefix)))) {
      environment[name] = value;
    }
  }
  return environment;
}

const secretName = /(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIAL|PRIVATE|API_?KEY|ACCESS_?KEY|AUTH)/i;

/** Shorter values are words, not secrets: hiding them would make a log unreadable. */
const shortestSecret = 8;

/** The values of variables that look like secrets by their name, longest first, so that none hides part of another. */
export function secretValues(...environments: readonly Environment[]): readonly string[] {
  const values = environments
    .flatMap((own) => Object.entries(own))
    .flatMap(([name, value]) =>
      value !== undefined && value.length >= shortestSecret && secretName.test(name) && !isPath(value) ? [value] : [],
    );
  return [...new Set(values)].sort((a, b) => b.length - a.length);
}

const isPath = (value: string): boolean => /^(\/|[A-Za-z]:\\)/.test(value);
