// A stand-in for an agent that tries to break a change. It reads the diff and may change nothing. Each defect has a command
// that fails as long as it is there; Loopwright runs it before it believes it.
import { appendFileSync, readFileSync } from 'node:fs';

const say = (line) => appendFileSync(process.env.LOOPWRIGHT_REPORT_FILE, `${JSON.stringify(line)}\n`);
const diff = readFileSync(process.env.LOOPWRIGHT_DIFF_FILE, 'utf8');
const fails = (file, name, condition) =>
  `node --input-type=module -e "import { ${name} } from './${file}'; if (${condition}) process.exit(1)"`;

const defects = [];
if (diff.includes('src/price.js')) {
  defects.push({
    severity: 'high',
    title: 'Of twenty pieces only one is free',
    file: 'src/price.js',
    line: 3,
    reproduce: fails('src/price.js', 'total', 'total(20, 100) !== 1800'),
  });
}
if (diff.includes('src/label.js')) {
  defects.push({
    severity: 'medium',
    title: 'An empty text gets dots',
    file: 'src/label.js',
    reproduce: fails('src/label.js', 'shorten', "shorten('', 3) !== ''"),
  });
}
for (const defect of defects) say({ type: 'defect', ...defect });
say({ type: 'verdict', passed: defects.length === 0 });
say({ type: 'usage', inputTokens: 2000, outputTokens: 200, costUsd: 0.03 });
