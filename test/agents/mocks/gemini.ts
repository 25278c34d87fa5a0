import { type Asked, type Dialect, list, loose, type Reply, textIn } from './dialect.ts';
import type { Usage } from './usage.ts';

const statuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
};

const usageOf = ({ input, cacheRead, output }: Usage) => ({
  promptTokenCount: input + cacheRead,
  cachedContentTokenCount: cacheRead,
  candidatesTokenCount: output,
  totalTokenCount: input + cacheRead + output,
});

const partOf = (reply: Reply) =>
  'text' in reply ? { text: reply.text } : { functionCall: { name: reply.tool.name, args: reply.input } };

function chunk(part: object, asked: Asked, id: string, usage?: Usage) {
  const candidate = { content: { role: 'model', parts: [part] }, index: 0, ...(usage ? { finishReason: 'STOP' } : {}) };
  return {
    candidates: [candidate],
    modelVersion: asked.model,
    responseId: id,
    ...(usage ? { usageMetadata: usageOf(usage) } : {}),
  };
}

const sse = (data: object) => `data: ${JSON.stringify(data)}\r\n\r\n`;

/** Gemini's generateContent: https://ai.google.dev/api/generate-content */
export const gemini: Dialect = {
  api: 'gemini',
  cachesWrites: false,
  isCall: (path) => /:(streamG|g)enerateContent$/.test(path),
  aside: (_method, path) => (path.endsWith(':countTokens') ? { totalTokens: 1000 } : undefined),
  read(body, path) {
    const contents = list(body['contents']);
    const parts = contents.filter((content) => content['role'] === 'user').flatMap((content) => list(content['parts']));
    return {
      model: /models\/([^:]+):/.exec(path)?.[1] ?? '',
      streams: path.endsWith(':streamGenerateContent'),
      position: contents.filter((content) => content['role'] === 'model').length,
      userTexts: parts.map((part) => textIn(part['text'])).filter(Boolean),
      toolResults: parts.flatMap((part) =>
        part['functionResponse'] ? [JSON.stringify(loose(part['functionResponse'])['response'] ?? null)] : [],
      ),
      tools: list(body['tools'])
        .flatMap((tool) => list(tool['functionDeclarations']))
        .map((tool) => ({ name: textIn(tool['name']) })),
    };
  },
  error: (status) => ({
    error: { code: status, message: `scripted ${status}`, status: statuses[status] ?? 'UNKNOWN' },
  }),
  whole: (reply, asked, id, usage) => chunk(partOf(reply), asked, id, usage),
  spoken: (reply, asked, id, usage) => ({
    before: 'text' in reply ? '' : sse(chunk(partOf(reply), asked, id)),
    delta: (text) => sse(chunk({ text }, asked, id)),
    after: sse(chunk({ text: '' }, asked, id, usage)),
  }),
};
