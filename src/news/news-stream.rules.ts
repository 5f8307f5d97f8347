/** One event of a server-sent stream (HTML Living Standard, 9.2): a name and one line of JSON. */
export const eventText = (name: string, data: object): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`;

/** A comment: keeps proxies from closing a quiet stream, and tells the client that it lives. */
export const heartbeatText = ': here\n\n';

/** How long a browser waits before it comes back. */
export const retryText = (milliseconds: number): string => `retry: ${milliseconds}\n\n`;

/** Does the client want a stream of events? Browsers' EventSource says so by itself. */
export const wantsEvents = (accept: string | undefined): boolean =>
  (accept ?? '').toLowerCase().includes('text/event-stream');
