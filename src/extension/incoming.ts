/**
 * What reads the things that come into the extension from elsewhere: a program file of its own, loaded when the first of them
 * comes. Making the schemas takes longer than all that is needed to start, and zod is in no other part of the extension.
 */
export { connectRunner } from '../client/connect.ts';
export { dryRunReplySchema } from '../model/dryRunReply.ts';
export { loopsReplySchema } from '../model/loopsReply.ts';
export { problemsReplySchema } from '../model/problemsReply.ts';
export { fold } from '../model/runState.ts';
export { dashboardSaysSchema } from '../protocol/dashboardView.ts';
export { dryRunSaysSchema } from '../protocol/dryRunView.ts';
export { evidenceSaysSchema, keptEvidenceSchema } from '../protocol/evidenceView.ts';
export { promptSaysSchema } from '../protocol/promptView.ts';
export { keptPageSchema, runPageSaysSchema } from '../protocol/runPageView.ts';
export { JournalRows } from './runPage/journalRows.ts';
export { callTool } from './tools/callTool.ts';
