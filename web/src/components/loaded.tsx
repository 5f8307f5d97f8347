import type { UseQueryResult } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { asProblem } from '../api/problem';
import { T } from '../intl/intl';
import { ProblemNotice, ProblemPage } from './problems';
import { Loading } from './states';

/** What a query gave, or that it loads, or why it could not. `page`: the page is nothing without it. */
export function Loaded<Data>(props: {
  query: UseQueryResult<Data>;
  page?: boolean;
  lines?: number;
  children: (data: Data) => ReactNode;
}) {
  const { data, error, refetch } = props.query;
  if (data !== undefined) return props.children(data);
  if (!error) return <Loading lines={props.lines} />;
  const shown = { problem: asProblem(error), onRetry: () => void refetch() };
  if (!props.page) return <ProblemNotice {...shown} />;
  return <ProblemPage {...shown} home={<HomeLink />} />;
}

export function HomeLink() {
  return (
    <Link className="button secondary" to="/">
      <T id="page.home" />
    </Link>
  );
}
