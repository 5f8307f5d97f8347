import type { ReactNode } from 'react';
import { Tag, type Tone } from './states';

export interface Task {
  key: string;
  /** The link to where it is done, or a text where it cannot be done yet. */
  what: ReactNode;
  hint?: ReactNode;
  status: ReactNode;
  tone?: Tone;
}

/** What is to be done, each with its status. */
export function TaskList({ tasks }: { tasks: readonly Task[] }) {
  return (
    <ul className="tasks">
      {tasks.map(({ key, what, hint, status, tone }) => (
        <li key={key}>
          <span className="what">
            {what}
            {hint && <span className="hint">{hint}</span>}
          </span>
          <Tag tone={tone}>{status}</Tag>
        </li>
      ))}
    </ul>
  );
}
