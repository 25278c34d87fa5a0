// Model servers for tests of the agents: what a model says is written down beforehand, and what was asked is counted.
//
// `const mock = await startMock({ plans: { edit: [{ do: 'write', path, content }, { do: 'say', text: 'Done.' }] } })`
//
// One server on 127.0.0.1 speaks four APIs, told apart by the path: Anthropic Messages (claude), OpenAI Responses
// (codex), OpenAI Chat Completions (pi, opencode, and whatever else is compatible) and Gemini's generateContent.
// The scenario is the first segment of the path: `mock.url('edit')` is what an agent is given as the address.
//
// A plan is a list of steps, one for each call of a conversation. Which one is due is read from the conversation that
// the agent sends (the answers of the model that are in it), so a call that is tried again gets the same step again,
// a resumed session goes on where it was, and six at once do not disturb each other. Steps that leave nothing in the
// conversation (`refuse`, `drop`) are counted. The last step is repeated. `inOrder(plan, plan)` gives each new
// conversation the next plan. The step `delegate` has a plan of its own for the sub-agent.
// The tool for a step is the one that the agent offers for it (Write, write_file, apply_patch, a shell); where it offers
// none, the model says so in its answer, which names those that are offered.
//
// Every call is said to have used another number of tokens. `mock.totals(scenario)` sums what was served to the end,
// in tokens and dollars; a test holds what Loopwright counted against it. Calls without tools are small ones on the
// side (titles), answered outside the plan, marked `aside`, and counted as well.
export type { Api, Asked } from './dialect.ts';
export { inOrder } from './inOrder.ts';
export type { ModelStep, Plan } from './modelStep.ts';
export { type Mock, type MockOrder, type ModelCall, type PlanFor, startMock } from './server.ts';
export { costOf, defaultPrices, type Prices, type Totals, type Usage } from './usage.ts';
