/** One field that the API refused. */
export interface FieldProblem {
  /** Where in the body, as a JSON pointer: `/content/months`. */
  pointer: string;
  code: string;
  detail: string;
}

/** What went wrong, as the API's problem document tells it; status 0 is no answer at all. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: readonly FieldProblem[];
  readonly requestId: string | null;

  constructor(
    document: Partial<Pick<Problem, 'code' | 'errors' | 'requestId'>> & {
      status: number;
      detail?: string;
    },
  ) {
    super(document.detail ?? '');
    this.status = document.status;
    this.code = document.code ?? (document.status === 0 ? 'OFFLINE' : 'UNEXPECTED');
    this.errors = document.errors ?? [];
    this.requestId = document.requestId ?? null;
  }

  /** Trying again later may help: offline, a part is down, too many tries. */
  get passing(): boolean {
    return [0, 429, 502, 503, 504].includes(this.status);
  }
}

/** Reads the problem document of an answer; a proxy's answer without one is told by its status. */
export async function problemOf(response: Response): Promise<Problem> {
  const document = (await response.json().catch(() => ({}))) as { detail?: string };
  return new Problem({ ...document, status: response.status });
}

/** Any error as a problem, so that pages need to know one kind only. */
export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : new Problem({ status: 500 });
}
