let offsetMs = 0;
let answeredAt = Date.now();

/** Notes an answer: how far the browser's clock is from the server's, and that the session lives. */
export function noteAnswer(dateHeader: string | null): void {
  answeredAt = Date.now();
  const at = dateHeader === null ? NaN : Date.parse(dateHeader);
  if (!Number.isNaN(at)) offsetMs = at - answeredAt;
}

/** The server's time, as good as its Date header tells it (to the second): deadlines go by it. */
export const serverNow = (): number => Date.now() + offsetMs;

/** When the server last answered, by its own clock. */
export const lastAnswer = (): number => answeredAt + offsetMs;
