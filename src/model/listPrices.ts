import type { Prices } from './modelPrice.ts';

/** The day on which the list below was looked up. */
export const pricesAsOf = '2026-11-21';

/**
 * Public list prices in dollars for a million tokens, by model. They are used only where an agent tells no cost and the loop
 * has no `budget.price`; a model that is not here costs an unknown sum. A file of the user's own goes before (`readPrices`).
 *
 * Each was read on the day above in stored copies of the pages named beside it; a stored page can be older than that. They
 * are the standard prices of short prompts: above 200,000 or 272,000 tokens of prompt, and where a service asks more for
 * writing its cache, a call costs more than this. Left out, and so unknown:
 * - what no page was found for: gpt-4.1-mini;
 * - what has two prices far apart by length of prompt: claude-haiku-5-5 (0.10 or 0.50 of input);
 * - what doubles on 2027-01-01: gemini-3.6-flash, 3.7 and 3.8.
 * Without `cachedInput` no page with it was found, and what is read from a cache is priced as other input.
 */
export const listPrices: Prices = {
  // platform.claude.com, overviews and "what's new" of Opus 5, Opus 5.5 and Sonnet 5.
  'claude-opus-5-5': { input: 4, cachedInput: 0.2, output: 20 },
  'claude-opus-5': { input: 5, cachedInput: 0.5, output: 25 },
  'claude-sonnet-5': { input: 2, cachedInput: 0.2, output: 10 },
  // The same; what its cache costs changed on 2026-10-07 (github.com/TheKrush/PromptFuel, release 1.0.23).
  'claude-sonnet-5-5': { input: 2, cachedInput: 0.1, output: 10 },
  // github.com/github/docs, data/tables/copilot/models-and-pricing.yml, which repeats the prices of the makers.
  'claude-fable-5': { input: 10, cachedInput: 1, output: 50 },
  'claude-haiku-4-5': { input: 1, cachedInput: 0.1, output: 5 },
  'claude-opus-4-8': { input: 5, cachedInput: 0.5, output: 25 },
  'claude-opus-4-7': { input: 5, cachedInput: 0.5, output: 25 },
  'claude-opus-4-6': { input: 5, cachedInput: 0.5, output: 25 },
  'claude-opus-4-5': { input: 5, cachedInput: 0.5, output: 25 },
  'claude-sonnet-4-6': { input: 3, cachedInput: 0.3, output: 15 },
  'claude-sonnet-4-5': { input: 3, cachedInput: 0.3, output: 15 },
  'claude-sonnet-4': { input: 3, cachedInput: 0.3, output: 15 },
  // docs.rs, crates tokr and synaps, which agree.
  'claude-opus-4-1': { input: 15, cachedInput: 1.5, output: 75 },
  'claude-opus-4': { input: 15, cachedInput: 1.5, output: 75 },
  'claude-3-5-haiku': { input: 0.8, cachedInput: 0.08, output: 4 },
  // developers.openai.com/api/docs/models, the page of each.
  'gpt-6.2-sol': { input: 2, cachedInput: 0.1, output: 10 },
  'gpt-5-nano': { input: 0.05, cachedInput: 0.005, output: 0.4 },
  'gpt-5-codex': { input: 1.25, cachedInput: 0.125, output: 10 },
  'codex-mini-latest': { input: 1.5, cachedInput: 0.375, output: 6 },
  // Releases that name that page as theirs: amine123max/Codex-Manager 0.4.7, merefield/codexometer 0.18.4,
  // prefect12/codex-token-meter 0.2.22.
  'gpt-6.1-sol': { input: 2, cachedInput: 0.1, output: 10 },
  'gpt-6-sol': { input: 2, cachedInput: 0.2, output: 10 },
  'gpt-6-luna': { input: 0.1, cachedInput: 0.01, output: 0.5 },
  'gpt-6-astra': { input: 10, cachedInput: 1, output: 50 },
  // github.com/github/docs, as above; gpt-5.2 and gpt-4.1 in an older copy of it.
  'gpt-5.6-sol': { input: 5, cachedInput: 0.5, output: 30 },
  'gpt-5.6-terra': { input: 2, cachedInput: 0.2, output: 12 },
  'gpt-5.6-luna': { input: 0.2, cachedInput: 0.02, output: 1.2 },
  'gpt-5.5': { input: 5, cachedInput: 0.5, output: 30 },
  'gpt-5.4': { input: 2.5, cachedInput: 0.25, output: 15 },
  'gpt-5.4-mini': { input: 0.75, cachedInput: 0.075, output: 4.5 },
  'gpt-5.4-nano': { input: 0.2, cachedInput: 0.02, output: 1.25 },
  'gpt-5.3-codex': { input: 1.75, cachedInput: 0.175, output: 14 },
  'gpt-5.2-codex': { input: 1.75, cachedInput: 0.175, output: 14 },
  'gpt-5.2': { input: 1.75, cachedInput: 0.175, output: 14 },
  'gpt-5-mini': { input: 0.25, cachedInput: 0.025, output: 2 },
  'gpt-4.1': { input: 2, cachedInput: 0.5, output: 8 },
  // docs.rs, crate openai-cost; the page of gpt-5-codex has the same input beside it.
  'gpt-5': { input: 1.25, cachedInput: 0.125, output: 10 },
  // github.com/github/docs, as above.
  'gemini-3.1-pro-preview': { input: 2, cachedInput: 0.2, output: 12 },
  'gemini-3.5-flash': { input: 1.5, cachedInput: 0.15, output: 9 },
  // github.com/schlebek/ai-wish-generator, release 3.2.0; of 2.5-pro also docs.rs, crate gemini-cost.
  'gemini-3-flash-preview': { input: 0.5, output: 3 },
  'gemini-2.5-pro': { input: 1.25, output: 10 },
  'gemini-2.5-flash': { input: 0.3, output: 2.5 },
  'gemini-2.5-flash-lite': { input: 0.1, output: 0.4 },
};
