import { describe, expect, it } from 'vitest';
import { Listeners } from '../../../src/extension/listeners.ts';
import type { Repository } from '../../../src/extension/repositories/repository.ts';
import { SpendToday } from '../../../src/extension/status/spendToday.ts';
import { statusWords } from '../../../src/extension/status/statusWords.ts';

const nothing = { tokens: 0, costUsd: 0 };
const today = (more = {}) => ({ name: 'shop', spend: { tokens: 12_300, costUsd: 1.2 }, ...more });
describe('the status bar', () => {
  it('tells what goes on, what waits and what was spent', () => {
    const words = statusWords({ running: 2, waiting: 1, today: [today()] });
    expect(words.text).toBe('$(loading~spin) 2 running  $(bell-dot) 1 waiting  $(credit-card) $1.20 today');
    expect(words.lines).toEqual(['Loopwright: go to what waits for you', 'Today: 12.3k tokens, $1.20']);
    expect(words.spoken).toBe('Loopwright: 2 running, 1 waiting for you, $1.20 today. Go to What Needs You');
    expect(words.isOver).toBe(false);
  });

  it('is quiet where nothing goes on, and tells no spend where none is known', () => {
    expect(statusWords({ running: 0, waiting: 0, today: [] }).text).toBe('$(sync) Loopwright');
    expect(statusWords({ running: 0, waiting: 0, today: [today({ spend: nothing })] }).text).toBe('$(sync) Loopwright');
  });

  it('says when the limit of the day is reached, by words and an icon too', () => {
    const at = (spend: object, perDay: object) =>
      statusWords({ running: 0, waiting: 0, today: [today({ spend, perDay })] });
    const over = at({ tokens: 10, costUsd: 2 }, { costUsd: 2 });
    expect(over).toMatchObject({ isOver: true, text: '$(warning) $2.00 today, at the limit' });
    expect(over.lines[1]).toBe('Today: 10 tokens, $2.00, of at most $2.00 a day');
    expect(at({ tokens: 10, costUsd: 1.99 }, { costUsd: 2 }).isOver).toBe(false);
    expect(at({ tokens: 1000, costUsd: 0 }, { tokens: 1000 }).isOver).toBe(true);
  });

  it('tells what each loop used, where the runner does', () => {
    const loops = [
      { loop: 'nightly', spend: { tokens: 12_000, costUsd: null } },
      { loop: 'triage', spend: { tokens: 300, costUsd: 0.2 } },
    ];
    expect(statusWords({ running: 0, waiting: 0, today: [today({ loops })] }).lines.slice(2)).toEqual([
      'nightly: 12.0k tokens, cost unknown',
      'triage: 300 tokens, $0.20',
    ]);
  });

  it('tells unknown cost as unknown, and never as over or under', () => {
    const words = statusWords({
      ...{ running: 0, waiting: 0 },
      today: [today(), today({ name: 'bakery', spend: { tokens: null, costUsd: null }, perDay: { costUsd: 1 } })],
    });
    expect(words).toMatchObject({ isOver: false, text: '$(credit-card) cost unknown today' });
    expect(words.lines.slice(1)).toEqual([
      'Today in shop: 12.3k tokens, $1.20',
      'Today in bakery: tokens unknown, cost unknown, of at most $1.00 a day',
    ]);
  });
});

describe('the spend of today', () => {
  /** A repository whose runner answers what the test says, and counts how often it is asked. */
  function repository(id: string, answer: () => unknown) {
    const opened = new Listeners<[]>();
    const asked: string[] = [];
    const link = {
      isOpen: false,
      onOpen: (listener: () => void) => opened.add(listener),
      onChanged: () => () => {},
      request: async (method: string) => {
        asked.push(method);
        return answer();
      },
    };
    const open = () => {
      link.isOpen = true;
      opened.tell();
    };
    return { asked, open, it: { id, name: id, link } as unknown as Repository };
  }

  it('is asked where a runner is connected, and starts none', async () => {
    const spent = { tokens: 5, costUsd: 1 };
    const one = repository('one', () => ({
      ok: true,
      value: { spend: spent, loops: [{ loop: 'nightly', spend: spent }] },
    }));
    const old = repository('old', () => ({ ok: false, error: { code: 'unknown-method', message: 'no' } }));
    const changed = new Listeners<[]>();
    let all = [one.it, old.it];
    const spend = new SpendToday({ all: () => all, onChange: (listener) => changed.add(listener) });
    await spend.refresh();
    expect(one.asked).toEqual([]);
    one.open();
    old.open();
    await expect.poll(() => spend.all(), { timeout: 10_000 }).toHaveLength(1);
    expect(spend.all()).toEqual([{ name: 'one', spend: spent, loops: [{ loop: 'nightly', spend: spent }] }]);
    // Each once, and nothing else: the runner need not read its log for it.
    expect([one.asked, old.asked]).toEqual([['today'], ['today']]);
    all = [old.it];
    changed.tell();
    expect(spend.all()).toEqual([]);
    spend.dispose();
  });
});
