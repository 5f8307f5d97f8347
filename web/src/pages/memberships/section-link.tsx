import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { SectionName } from './application-sections';

/** The link to the page on which a topic of an application is written. */
export function SectionLink(props: {
  organisation: string;
  section: SectionName;
  className?: string;
  children: ReactNode;
}) {
  const { organisation: id, section, className, children } = props;
  if (section === 'ownership') {
    return (
      <Link to="/org/$id/ownership" params={{ id }} className={className}>
        {children}
      </Link>
    );
  }
  return (
    <Link to="/org/$id/application/$section" params={{ id, section }} className={className}>
      {children}
    </Link>
  );
}
