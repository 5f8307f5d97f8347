import type { SeedContext } from './context.js';

/** Something that happens at its time. */
export interface Step {
  at: Date;
  act: () => Promise<unknown>;
}

export const step = (at: Date, act: Step['act']): Step => ({ at, act });

/** Lets steps happen one after the other in the order of time, each at its own. */
export async function inOrder(context: SeedContext, steps: readonly Step[]): Promise<void> {
  const ordered = [...steps].sort((a, b) => a.at.getTime() - b.at.getTime());
  for (const { at, act } of ordered) {
    context.travel(at);
    await act();
  }
}
