import { writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { OutlineFile, ReviewOutline, Unit } from '../../../../src/model/reviewOutline.ts';
import type { TreeSyntax } from '../../../../src/parsing/treeSyntax.ts';
import { lookedAt } from '../../../fixtures/review/lookedAt.ts';
import { realChangePins, realChanges } from '../../../fixtures/review/realChanges.ts';
import { readPackages } from '../../../support/npmPackages.ts';
import { testSyntax } from '../../../support/outlined.ts';
import { changeBetween, type FilesChange, outlineOfFiles } from '../../../support/realOutlines.ts';

interface Ranked {
  readonly title: string;
  readonly change: FilesChange;
  readonly outline: ReviewOutline;
}

let syntax: TreeSyntax;
let all: Ranked[] = [];

beforeAll(async () => {
  syntax = await testSyntax();
  const packages = await readPackages(realChangePins);
  all = [];
  for (const { name, from, to, only } of realChanges) {
    const [base, head] = [packages.get(`${name}@${from}`), packages.get(`${name}@${to}`)];
    if (base === undefined || head === undefined) throw new Error(`${name} ${from} or ${to} has no pin`);
    const change = changeBetween(base, head, only);
    all.push({ title: `${name} ${from} → ${to}`, change, outline: await outlineOfFiles(change, syntax) });
  }
  const table = process.env['LOOPWRIGHT_RISK_TABLE'];
  if (table !== undefined && table !== '') writeFileSync(table, all.map(tableOf).join('\n'));
}, 240_000);

const isRead = ({ folded }: OutlineFile): boolean => folded === undefined;
const unitsOf = ({ files }: ReviewOutline): Unit[] => files.filter(isRead).flatMap(({ units }) => units);
const riskiest = (outline: ReviewOutline): Unit[] => unitsOf(outline).sort((a, b) => b.risk - a.risk);

function tableOf({ title, outline }: Ranked): string {
  const rows = outline.files.flatMap((file) => [
    `| ${file.risk.toFixed(0)} | **${file.file.path}** | ${file.folded ?? ''} | ${file.reasons.join('; ')} |`,
    ...file.units.map(
      ({ risk, name, kind, reasons }) => `| ${risk.toFixed(0)} | ${name || kind} | | ${reasons.join('; ')} |`,
    ),
  ]);
  return [`## ${title}`, '', '| Risk | What | Folded | Why |', '|---|---|---|---|', ...rows, ''].join('\n');
}

/** The lines of a unit that were removed or added, without blanks, as reasons quote them. */
function linesOf(unit: Unit, path: string, { texts }: FilesChange): string {
  const lines = (side: 'base' | 'head'): string[] => {
    const text = Buffer.from(texts.get(path)?.[side] ?? '', 'latin1')
      .toString()
      .split('\n');
    return unit.pieces.flatMap((piece) => text.slice(piece[side].first - 1, piece[side].first - 1 + piece[side].count));
  };
  return squeezed([...lines('base'), ...lines('head')].join(' '));
}

const squeezed = (text: string): string => text.replaceAll('"', "'").replace(/[\p{Cc}\p{Cf}\s]+/gu, '');

/** What a reason quotes of the lines: between quotes, or names after a colon. */
function quotesOf(reason: string): string[] {
  const quoted = Array.from(reason.matchAll(/"([^"]+)"/g), ([, text = '']) => text.replace(/…$/, ''));
  if (quoted.length > 0) return quoted.map(squeezed);
  const names = /^(?:a new dependency|no longer exported|runs when it is installed): ([^,]+)/.exec(reason)?.[1];
  return names === undefined ? [] : [squeezed(names.replace(/ and \d+ more$/, ''))];
}

describe('the order of real changes', () => {
  it('has each changed file once, of at least thirty changes', () => {
    expect(all.length).toBeGreaterThanOrEqual(30);
    for (const { title, change, outline } of all) {
      const paths = outline.files.map(({ file }) => file.path).sort();
      expect([title, paths]).toEqual([title, change.files.map(({ path }) => path).sort()]);
    }
  });

  it('is the same again, and from files in any order', async () => {
    for (const { title, change, outline } of all) {
      const turned = { ...change, files: [...change.files].sort((a, b) => (a.newBlob < b.newBlob ? -1 : 1)) };
      expect([title, await outlineOfFiles(turned, syntax)]).toEqual([title, outline]);
    }
  }, 120_000);

  it('puts what a program wrote last', () => {
    const folded = all.map(({ outline }) => outline.files.map((file) => !isRead(file)));
    for (const flags of folded) expect(flags).toEqual([...flags].sort());
    expect(folded.flat().filter(Boolean).length).toBeGreaterThan(0);
    for (const { outline } of all) {
      for (const { file, folded: why } of outline.files) {
        expect([file.path, why]).toEqual([file.path, /^dist\//.test(file.path) ? 'generated' : why]);
      }
    }
  });

  it('is not that of the alphabet', () => {
    const orders = all
      .map(({ outline }) => outline.files.filter(isRead).map(({ file }) => file.path))
      .filter((paths) => paths.length >= 4);
    expect(orders.length).toBeGreaterThanOrEqual(15);
    const [same, byChance] = [
      orders.filter(isSorted).length,
      orders.reduce((sum, { length }) => sum + 1 / factorial(length), 0),
    ];
    // By chance at most one of 24 is; three standard deviations (Poisson) above that would be no accident.
    expect(same).toBeLessThanOrEqual(byChance + 3 * Math.sqrt(byChance));
    const pairs = orders.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);
    const tau = orders.reduce((sum, paths) => sum + concordance(paths), 0) / pairs;
    expect(Math.abs(tau)).toBeLessThan(0.2);
  });

  it('gives reasons that stand in the lines of the unit', () => {
    let seen = 0;
    for (const { title, change, outline } of all) {
      for (const { file, units } of outline.files) {
        for (const unit of units) {
          const quotes = unit.reasons.flatMap(quotesOf).filter((quote) => quote !== 'nothing');
          if (quotes.length === 0) continue;
          const lines = linesOf(unit, file.path, change);
          for (const quote of quotes) expect(`${title} ${unit.id}: ${lines}`).toContain(quote);
          seen += quotes.length;
        }
      }
    }
    expect(seen).toBeGreaterThan(300);
  });

  it('names a sign in the riskiest unit of every change', () => {
    for (const { title, outline } of all) {
      const [first] = riskiest(outline);
      const signs = first?.reasons.filter((reason) => !/^(?:large: )?\d+ lines?$/.test(reason)) ?? [];
      expect([title, first?.id, signs.length > 0]).toEqual([title, first?.id, true]);
    }
  });

  it('puts the riskiest unit into the first file, and first in it', () => {
    for (const { title, outline } of all) {
      const [first] = outline.files;
      expect([title, first?.units[0]?.risk]).toEqual([title, riskiest(outline)[0]?.risk]);
    }
  });

  it.each(lookedAt)('$change: $unit is among the first three, since $why', ({ change, unit }) => {
    const ranked = all.find(({ title }) => title === change);
    if (ranked === undefined) throw new Error(`${change} is not among the real changes`);
    expect(
      riskiest(ranked.outline)
        .slice(0, 3)
        .map(({ id }) => id),
    ).toContain(unit);
  });
});

const isSorted = (paths: readonly string[]): boolean =>
  paths.every((path, index) => index === 0 || (paths[index - 1] ?? '') < path);
const factorial = (count: number): number => (count <= 1 ? 1 : count * factorial(count - 1));

/** Pairs in the order of the alphabet, less those in the other order (Kendall). */
function concordance(paths: readonly string[]): number {
  return paths.reduce(
    (sum, path, at) => sum + paths.slice(at + 1).reduce((own, later) => own + (path < later ? 1 : -1), 0),
    0,
  );
}
