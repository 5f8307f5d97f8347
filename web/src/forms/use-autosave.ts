import { useCallback, useEffect, useRef, useState } from 'react';
import { asProblem, type Problem } from '../api/problem';

const delayMs = 800;
const retryMs = 5_000;

export type SaveState =
  | { kind: 'clean' }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: number }
  /** No answer: what was typed stays here and is sent again by itself. */
  | { kind: 'offline'; problem: Problem }
  /** Somebody else saved meanwhile. */
  | { kind: 'conflict' }
  | { kind: 'refused'; problem: Problem };

export interface Autosave {
  state: SaveState;
  /** Tells that something was typed. */
  touch: () => void;
  /** Saves at once; true when all that was typed is with the server. */
  flush: () => Promise<boolean>;
  /** After a conflict: saves on top of the version that stands now. */
  overwrite: (version: number) => Promise<boolean>;
  /** The version that the server has. */
  version: () => number;
  /** Takes a version that was read or made elsewhere, with nothing left to save. */
  adopt: (version: number) => void;
}

/**
 * Saves a draft 800 ms after typing stops, one save at a time, each on top of the version of the last.
 * Nothing typed is lost: without an answer it tries again, a newer version elsewhere stops it and asks.
 * `save` sends what the form holds when it is called and gives the new version.
 */
export function useAutosave(options: {
  version: number;
  save: (version: number) => Promise<{ version: number }>;
}): Autosave {
  const [state, setState] = useState<SaveState>({ kind: 'clean' });
  const latest = useRef(options);
  latest.current = options;
  const keeper = useRef({
    version: options.version,
    typed: 0,
    saved: 0,
    running: null as Promise<boolean> | null,
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
    stopped: false,
  }).current;

  const retry = useRef<() => Promise<boolean>>(async () => false);
  const run = useCallback(async (): Promise<boolean> => {
    while (keeper.saved < keeper.typed && !keeper.stopped) {
      const upTo = keeper.typed;
      setState({ kind: 'saving' });
      try {
        keeper.version = (await latest.current.save(keeper.version)).version;
        keeper.saved = upTo;
        setState({ kind: 'saved', at: Date.now() });
      } catch (error) {
        const problem = asProblem(error);
        if (problem.status === 412) {
          keeper.stopped = true;
          setState({ kind: 'conflict' });
        } else if (problem.passing || problem.status === 401) {
          setState({ kind: 'offline', problem });
          keeper.timer = setTimeout(() => void retry.current(), retryMs);
        } else {
          setState({ kind: 'refused', problem });
        }
        return false;
      }
    }
    return !keeper.stopped;
  }, [keeper]);

  const flush = useCallback((): Promise<boolean> => {
    clearTimeout(keeper.timer);
    keeper.running ??= run().finally(() => {
      keeper.running = null;
    });
    return keeper.running;
  }, [keeper, run]);
  retry.current = flush;

  const touch = useCallback(() => {
    keeper.typed += 1;
    clearTimeout(keeper.timer);
    if (keeper.stopped) return;
    setState({ kind: 'waiting' });
    keeper.timer = setTimeout(() => void flush(), delayMs);
  }, [keeper, flush]);

  const overwrite = useCallback(
    (version: number) => {
      keeper.version = version;
      keeper.stopped = false;
      return flush();
    },
    [keeper, flush],
  );

  const adopt = useCallback(
    (version: number) => {
      keeper.version = version;
      keeper.saved = keeper.typed;
      keeper.stopped = false;
      setState({ kind: 'clean' });
    },
    [keeper],
  );

  useLeaving(keeper, flush);
  return { state, touch, flush, overwrite, adopt, version: () => keeper.version };
}

/** Saves when the network is back or the page changes; warns before the tab closes on unsaved text. */
function useLeaving(
  keeper: { typed: number; saved: number; stopped: boolean },
  flush: () => Promise<boolean>,
): void {
  useEffect(() => {
    const unsaved = () => keeper.saved < keeper.typed;
    const online = () => void (unsaved() && !keeper.stopped && flush());
    const leave = (event: BeforeUnloadEvent) => void (unsaved() && event.preventDefault());
    window.addEventListener('online', online);
    window.addEventListener('beforeunload', leave);
    return () => {
      window.removeEventListener('online', online);
      window.removeEventListener('beforeunload', leave);
      if (unsaved() && !keeper.stopped) void flush();
    };
  }, [keeper, flush]);
}
