/**
 * Works in batches, each a transaction of its own, until there is nothing left.
 * @param work does some and tells how many; 0 ends it.
 * @returns how many in all.
 */
export async function untilNone(work: () => Promise<number>): Promise<number> {
  let done = 0;
  for (;;) {
    const some = await work();
    if (some === 0) return done;
    done += some;
  }
}
