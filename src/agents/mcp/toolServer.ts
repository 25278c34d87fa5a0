import * as z from 'zod';
import type { Tool } from './tools.ts';

/** Versions of the protocol, newest first: what is used of it here is the same in all of them. */
const versions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

const idSchema = z.union([z.string(), z.number()]);
const messageSchema = z.looseObject({
  id: idSchema.optional(),
  /** Absent in an answer: nothing is ever asked from here. */
  method: z.string().optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});
const callSchema = z.object({ name: z.string(), arguments: z.unknown().optional() });
const cancelledSchema = z.object({ requestId: idSchema });

type Id = z.infer<typeof idSchema>;
type Params = Readonly<Record<string, unknown>>;

/** An answer of JSON-RPC 2.0. */
export type ToolAnswer = { readonly jsonrpc: '2.0'; readonly id: Id | null } & (
  | { readonly result: object }
  | { readonly error: { readonly code: number; readonly message: string } }
);

/**
 * A server of the Model Context Protocol (https://modelcontextprotocol.io, revision 2025-11-25) with these tools and nothing
 * else. It keeps no session, so that it makes no difference over what, and by how many clients at once, it is asked.
 */
export class ToolServer {
  readonly #tools: readonly Tool[];
  readonly #calls = new Map<Id, AbortController>();
  readonly #methods: Readonly<Record<string, (params: Params, id: Id) => object | Promise<object>>> = {
    initialize: ({ protocolVersion: asked }) => ({
      protocolVersion: versions.find((version) => version === asked) ?? versions[0],
      capabilities: { tools: {} },
      serverInfo: { name: 'loopwright', version: '1' },
    }),
    ping: () => ({}),
    'tools/list': () => ({ tools: this.#tools.map(described) }),
    'tools/call': (params, id) => this.#call(params, id),
  };

  constructor(tools: readonly Tool[]) {
    this.#tools = tools;
  }

  /** Answers a message that was parsed from JSON; undefined where it wants no answer. Never rejects. */
  async answer(message: unknown): Promise<ToolAnswer | undefined> {
    const parsed = messageSchema.safeParse(message);
    if (!parsed.success) return { jsonrpc: '2.0', id: null, error: { code: -32600, message: 'This is no request.' } };
    const { id, method = '', params = {} } = parsed.data;
    if (id === undefined) {
      if (method === 'notifications/cancelled') this.#cancel(params);
      return undefined;
    }
    if (method === '') return undefined;
    const act = Object.hasOwn(this.#methods, method) ? this.#methods[method] : undefined;
    if (act === undefined)
      return { jsonrpc: '2.0', id, error: { code: -32601, message: `There is no ${method} here.` } };
    return { jsonrpc: '2.0', id, result: await act(params, id) };
  }

  /** A call that is wrong is answered as a failed one: agents read those, and not errors of the protocol. */
  async #call(params: Params, id: Id): Promise<object> {
    const call = callSchema.safeParse(params).data;
    const tool = this.#tools.find(({ name }) => name === call?.name);
    if (tool === undefined) return failed(`There is no tool ${String(call?.name).slice(0, 100)}.`);
    const input = tool.input.safeParse(call?.arguments ?? {});
    if (!input.success) return failed(`It was called wrongly: ${z.prettifyError(input.error).slice(0, 1000)}`);
    const controller = new AbortController();
    this.#calls.set(id, controller);
    try {
      return said(await tool.act(input.data, controller.signal));
    } catch (error) {
      return failed(error instanceof Error ? error.message : String(error));
    } finally {
      this.#calls.delete(id);
    }
  }

  #cancel(params: Params): void {
    const { data } = cancelledSchema.safeParse(params);
    if (data !== undefined) this.#calls.get(data.requestId)?.abort();
  }
}

const described = ({ name, description, input, readsOnly }: Tool) => ({
  name,
  description,
  inputSchema: { ...z.toJSONSchema(input, { target: 'draft-7', io: 'input' }), type: 'object' },
  annotations: { readOnlyHint: readsOnly, destructiveHint: false, openWorldHint: false },
});

const said = (text: string) => ({ content: [{ type: 'text', text }] });
const failed = (text: string) => ({ ...said(text), isError: true });
