import { request, type IncomingMessage } from 'node:http';
import { until } from './processes.js';

export interface Heard {
  name: string;
  data: Record<string, unknown>;
}

/** An open stream of server-sent events, as a browser would hold it. */
export interface EventStream {
  status: number;
  headers: IncomingMessage['headers'];
  heard: readonly Heard[];
  /** Waits for an event with these fields. */
  event(name: string, fields?: Record<string, unknown>): Promise<Heard>;
  /** Waits until the server has ended the stream. */
  ended(): Promise<void>;
  close(): void;
}

/** Opens `GET /api/v1/events` with the headers given. */
export async function openEvents(
  url: string,
  headers: Record<string, string>,
): Promise<EventStream> {
  const heard: Heard[] = [];
  let text = '';
  let over = false;
  const asked = request(`${url}/api/v1/events`, {
    headers: { Accept: 'text/event-stream', ...headers },
    agent: false,
  });
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    asked.once('response', resolve).once('error', reject).end();
  });
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (name !== undefined) heard.push({ name, data: JSON.parse(data ?? '{}') as Heard['data'] });
    }
  });
  answer.on('close', () => (over = true));
  answer.on('error', () => undefined);
  const find = (name: string, fields: Record<string, unknown>) =>
    heard.find(
      (event) =>
        event.name === name &&
        Object.entries(fields).every(([key, value]) => event.data[key] === value),
    );
  return {
    status: answer.statusCode ?? 0,
    headers: answer.headers,
    heard,
    event: async (name, fields = {}) => {
      const sentence = `${name} ${JSON.stringify(fields)} is heard, not only ${JSON.stringify(heard)}`;
      await until(() => find(name, fields) !== undefined, sentence, 10_000);
      return find(name, fields) as Heard;
    },
    ended: () => until(() => over, 'the stream has ended', 10_000),
    close: () => answer.destroy(),
  };
}
