import type { ReactNode } from 'react';

/** One condition with a mark for the eye and a word for the ear whether it holds. */
export function CheckItem(props: { holds: boolean; word: ReactNode; children: ReactNode }) {
  return (
    <li className={props.holds ? 'holds' : 'fails'}>
      <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        {props.holds ? <path d="M3 8.5l3.2 3.2L13 4.8" /> : <path d="M4 4l8 8M12 4l-8 8" />}
      </svg>
      <span>
        <span className="visually-hidden">{props.word} </span>
        {props.children}
      </span>
    </li>
  );
}
