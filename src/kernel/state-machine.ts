import { DomainError } from './domain-error.js';

/** One transition table per noun: act → the states it starts from → the state it leads to. */
export interface StateMachine<State extends string, Act extends string> {
  readonly noun: string;
  readonly initial: State;
  readonly acts: Readonly<Record<Act, { from: readonly State[]; to: State }>>;
}

/** Declares a machine; the states and acts are inferred from the table. */
export function stateMachine<State extends string, Act extends string>(
  noun: string,
  initial: State,
  acts: Record<Act, { from: readonly State[]; to: State }>,
): StateMachine<State, Act> {
  return { noun, initial, acts };
}

/**
 * The state to which `act` leads from `current`.
 * @throws DomainError conflict ILLEGAL_TRANSITION naming what is possible instead.
 */
export function nextState<State extends string, Act extends string>(
  machine: StateMachine<State, Act>,
  current: State,
  act: Act,
): State {
  const move = machine.acts[act];
  if (move.from.includes(current)) return move.to;
  const possible = possibleActs(machine, current);
  const instead = possible.length > 0 ? `Possible now: ${possible.join(', ')}.` : 'It is final.';
  throw new DomainError(
    'conflict',
    'ILLEGAL_TRANSITION',
    `This ${machine.noun} is ${current.replaceAll('_', ' ')}, so "${act}" cannot be done. ${instead}`,
  );
}

/** The acts that the table allows from a state, in table order. */
export function possibleActs<State extends string, Act extends string>(
  machine: StateMachine<State, Act>,
  current: State,
): Act[] {
  return (Object.keys(machine.acts) as Act[]).filter((act) =>
    machine.acts[act].from.includes(current),
  );
}

/** The table as a Mermaid state diagram, for docs/domain.md. */
export function stateDiagram<State extends string, Act extends string>(
  machine: StateMachine<State, Act>,
): string {
  const lines = (Object.keys(machine.acts) as Act[]).flatMap((act) =>
    machine.acts[act].from.map((from) => `  ${from} --> ${machine.acts[act].to}: ${act}`),
  );
  return ['stateDiagram-v2', `  [*] --> ${machine.initial}`, ...lines].join('\n');
}
