/*
 * The definition of LEX, word by word: give everybody the lower amount; then walk all further units by
 * ascending (threshold, tie order) and give each iff a flow still carries everything given.
 */

export interface DefinedAgent {
  weight: bigint;
  offset: bigint;
  lower: bigint;
  upper: bigint;
  /** Smaller first when thresholds are equal. */
  rank: number;
}

/** `carries` says whether a flow carries these amounts. Only for small amounts. */
export function lexByDefinition(
  agents: readonly DefinedAgent[],
  carries: (amounts: readonly bigint[]) => boolean,
): bigint[] {
  const amounts = agents.map(({ lower }) => lower);
  const frozen = agents.map(({ weight }) => weight === 0n);
  for (;;) {
    const next = nextAgent(agents, amounts, frozen);
    if (next < 0) return amounts;
    amounts[next]! += 1n;
    if (carries(amounts)) continue;
    amounts[next]! -= 1n;
    frozen[next] = true;
  }
}

function nextAgent(
  agents: readonly DefinedAgent[],
  amounts: readonly bigint[],
  frozen: readonly boolean[],
): number {
  let best = -1;
  agents.forEach((agent, i) => {
    if (frozen[i] || amounts[i]! >= agent.upper) return;
    if (best < 0 || precedes(agent, amounts[i]! + 1n, agents[best]!, amounts[best]! + 1n)) best = i;
  });
  return best;
}

function precedes(a: DefinedAgent, kA: bigint, b: DefinedAgent, kB: bigint): boolean {
  const left = (2n * kA - 1n + 2n * a.offset) * b.weight;
  const right = (2n * kB - 1n + 2n * b.offset) * a.weight;
  return left === right ? a.rank < b.rank : left < right;
}
