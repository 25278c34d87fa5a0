// Reads what a security scanner finds. .loops/scan.json names the command: { "run": "semgrep scan --config auto --sarif" }.
// It prints SARIF (semgrep, trivy, gitleaks, CodeQL and most others) or the JSON of `npm audit --json`.
//
//   node .loops/tools/scan.mjs                       items: one for each finding
//   KEY=… node .loops/tools/scan.mjs --gone          exit code 0 when this finding is not there any more
//   node .loops/tools/scan.mjs --count               how many findings there are
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const { run } = JSON.parse(readFileSync('.loops/scan.json', 'utf8'));
// Scanners exit with 1 when they find something, so what counts is that they print their report.
const { stdout, stderr } = spawnSync(run, { shell: true, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 });

function parsed() {
  try {
    return JSON.parse(stdout);
  } catch {
    // A scanner that does not run must not look like one that finds nothing.
    console.error(`\`${run}\` did not print a report: ${stderr.slice(-500)}`);
    return process.exit(2);
  }
}

const short = (text) => createHash('sha256').update(text).digest('hex').slice(0, 10);

/** CVSS as scanners put it into their rules. */
const severityOfScore = (score) => (score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low');
const severityOfLevel = { error: 'high', warning: 'medium', note: 'low', none: 'low' };

function sarif({ runs }) {
  return runs.flatMap(({ tool, results = [] }) => {
    const rules = new Map((tool?.driver?.rules ?? []).map((rule) => [rule.id, rule]));
    return results
      .filter(({ suppressions = [] }) => suppressions.length === 0)
      .map(({ ruleId, level, message, locations = [] }) => {
        const place = locations[0]?.physicalLocation;
        const file = place?.artifactLocation?.uri ?? '';
        const line = place?.region?.startLine ?? 1;
        const score = Number(rules.get(ruleId)?.properties?.['security-severity']);
        const severity = Number.isFinite(score)
          ? severityOfScore(score)
          : severityOfLevel[level ?? rules.get(ruleId)?.defaultConfiguration?.level ?? 'warning'];
        // The text of the line and not its number, which edits above it move.
        const text = existsSync(file) ? (readFileSync(file, 'utf8').split('\n')[line - 1] ?? '').trim() : '';
        return {
          key: `${ruleId}:${file}:${short(text)}`,
          rule: ruleId,
          file,
          line,
          severity,
          message: message?.text ?? '',
          code: text,
        };
      });
  });
}

const audit = ({ vulnerabilities }) =>
  Object.values(vulnerabilities)
    // A package that is affected only through another one is solved with that.
    .filter(({ via }) => via.some((one) => typeof one === 'object'))
    .map(({ name, severity, via, range }) => {
      const told = via.filter((one) => typeof one === 'object');
      const message = told.map(({ title, url }) => `${title} (${url})`).join('\n');
      const key = `npm:${name}:${short(told.map(({ source }) => source).join())}`;
      const level = severity === 'moderate' ? 'medium' : severity === 'info' ? 'low' : severity;
      return {
        key,
        rule: 'npm audit',
        file: 'package.json',
        line: 1,
        severity: level,
        message,
        code: `${name} ${range}`,
      };
    });

function findingsIn(report) {
  if (Array.isArray(report.runs)) return sarif(report);
  if (report.vulnerabilities !== undefined) return audit(report);
  console.error(`\`${run}\` printed JSON that is neither SARIF nor that of npm audit.`);
  return process.exit(2);
}

const all = findingsIn(parsed());
// The same finding on two equal lines of one file is one item.
const findings = [...new Map(all.map((one) => [one.key, one])).values()];
if (process.argv.includes('--gone')) {
  const still = findings.find(({ key }) => key === process.env.KEY);
  if (still !== undefined) console.log(`It is still there: ${still.file}:${still.line}: ${still.message}`);
  process.exit(still === undefined && process.env.KEY !== undefined ? 0 : 1);
}
if (process.argv.includes('--count')) console.log(all.length);
else console.log(JSON.stringify(findings, null, 1));
