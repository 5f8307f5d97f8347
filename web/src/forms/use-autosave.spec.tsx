import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Problem } from '../api/problem';
import { useAutosave } from './use-autosave';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function open(save: (version: number) => Promise<{ version: number }>) {
  return renderHook(() => useAutosave({ version: 3, save })).result;
}
const after = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

describe('useAutosave', () => {
  test('saves once, 800 ms after typing stops, on the version that it knows', async () => {
    const save = vi.fn(async (version: number) => ({ version: version + 1 }));
    const draft = open(save);
    act(() => draft.current.touch());
    await after(700);
    act(() => draft.current.touch());
    await after(700);
    expect(save).not.toHaveBeenCalled();
    await after(100);
    expect(save.mock.calls).toEqual([[3]]);
    expect(draft.current.state.kind).toBe('saved');
    act(() => draft.current.touch());
    await after(800);
    expect(save.mock.calls).toEqual([[3], [4]]);
  });

  test('what is typed during a save is saved after it, one at a time', async () => {
    let release = () => undefined as void;
    const save = vi.fn(
      (version: number) =>
        new Promise<{ version: number }>((resolve) => {
          release = () => resolve({ version: version + 1 });
        }),
    );
    const draft = open(save);
    act(() => draft.current.touch());
    await after(800);
    act(() => draft.current.touch());
    await after(5_000);
    expect(save).toHaveBeenCalledTimes(1);
    await act(async () => release());
    expect(save.mock.calls).toEqual([[3], [4]]);
    await act(async () => release());
    expect(draft.current.state.kind).toBe('saved');
  });

  test('without an answer it keeps what was typed and tries again', async () => {
    const save = vi
      .fn<(version: number) => Promise<{ version: number }>>()
      .mockRejectedValueOnce(new Problem({ status: 0 }))
      .mockRejectedValueOnce(new Problem({ status: 503 }))
      .mockResolvedValue({ version: 4 });
    const draft = open(save);
    act(() => draft.current.touch());
    await after(800);
    expect(draft.current.state.kind).toBe('offline');
    await after(5_000);
    expect(draft.current.state.kind).toBe('offline');
    await after(5_000);
    expect(draft.current.state.kind).toBe('saved');
  });

  test('a newer version elsewhere stops it until somebody decides', async () => {
    const save = vi
      .fn<(version: number) => Promise<{ version: number }>>()
      .mockRejectedValueOnce(new Problem({ status: 412 }))
      .mockResolvedValue({ version: 9 });
    const draft = open(save);
    act(() => draft.current.touch());
    await after(800);
    expect(draft.current.state.kind).toBe('conflict');
    act(() => draft.current.touch());
    await after(10_000);
    expect(save).toHaveBeenCalledTimes(1);
    await act(() => draft.current.overwrite(8).then(() => undefined));
    expect(save).toHaveBeenLastCalledWith(8);
    expect(draft.current.state.kind).toBe('saved');
    expect(draft.current.version()).toBe(9);
  });

  test('a refused value is told and not sent again by itself', async () => {
    const save = vi.fn().mockRejectedValue(new Problem({ status: 422, detail: 'too long' }));
    const draft = open(save);
    act(() => draft.current.touch());
    await after(20_000);
    expect(draft.current.state.kind).toBe('refused');
    expect(save).toHaveBeenCalledTimes(1);
    expect(await act(() => draft.current.flush())).toBe(false);
  });
});
