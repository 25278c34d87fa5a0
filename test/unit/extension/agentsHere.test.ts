import { describe, expect, it } from 'vitest';
import { contributes } from '../../../src/extension/contributes.ts';
import { agentsKey } from '../../../src/extension/loops/agentsHere.ts';
import { drivenAgents, isInstalled } from '../../../src/model/agents.ts';

/** The regular expressions of the when-clauses that match a key. */
const shown = (key: string): readonly string[] =>
  contributes.viewsWelcome.flatMap(({ when, contents }) => {
    const pattern = /loopwright\.agents =~ \/(.+)\//.exec(when)?.[1];
    const is = pattern === undefined ? when.endsWith(`loopwright.agents == ${key}`) : new RegExp(pattern).test(key);
    return is ? [contents] : [];
  });

describe('the empty view Loops', () => {
  it('names the agents found, and what to do about those that are not logged in', () => {
    const texts = shown(
      agentsKey([
        { agent: 'claude', auth: 'missing' },
        { agent: 'pi', auth: 'unknown' },
      ]),
    );
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain('claude is installed and not logged in. Run: claude');
    expect(texts[1]).toContain('"agent: pi"');
  });

  it('has words for every agent that has a program of its own', () => {
    for (const agent of drivenAgents.filter(isInstalled)) {
      expect(shown(agentsKey([{ agent, auth: 'ok' }]))).toHaveLength(1);
      expect(shown(agentsKey([{ agent, auth: 'missing' }]))).toHaveLength(1);
    }
  });

  it('has a judge in the language models of VS Code, which replace no program', () => {
    const texts = shown(agentsKey([{ agent: 'vscode', auth: 'ok' }]));
    expect(texts).toEqual([
      expect.stringContaining('A judge uses it with "agent: vscode"'),
      expect.stringContaining('No coding'),
    ]);
    expect(
      shown(
        agentsKey([
          { agent: 'pi', auth: 'ok' },
          { agent: 'vscode', auth: 'ok' },
        ]),
      ),
    ).toHaveLength(2);
  });

  it('says so where there is none', () => {
    expect(shown(agentsKey([]))).toEqual([expect.stringContaining('No coding agent')]);
  });
});
