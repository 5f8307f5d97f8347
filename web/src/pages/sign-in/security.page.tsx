import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, ifMatch } from '../../api/client';
import { asProblem, type Problem } from '../../api/problem';
import type { OwnSession } from '../../api/shapes';
import { useSession } from '../../app/session';
import { DataTable } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { ProblemNotice } from '../../components/problems';
import { PageHead, Section } from '../../components/shell';
import { Notice, Tag } from '../../components/states';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { T, useText } from '../../intl/intl';
import { EnrolSteps } from './enrol-steps';

/** Second factor, and where one is signed in. */
export function SecurityPage() {
  useTitle(useText()('security.title'));
  return (
    <>
      <PageHead title={<T id="security.title" />} />
      <SecondFactor />
      <Sessions />
      <p className="section-tight">
        <Link to="/settings/privacy">
          <T id="privacy.settings" />
        </Link>
      </p>
    </>
  );
}

function SecondFactor() {
  const { secondFactor } = useSession();
  const client = useQueryClient();
  const [enrolling, setEnrolling] = useState(false);
  const done = () => {
    setEnrolling(false);
    void client.invalidateQueries({ queryKey: ['session'] });
  };
  return (
    <Section title={<T id="security.factor" />}>
      {secondFactor === 'shown' && !enrolling && (
        <Notice tone="good" title={<T id="security.factor.on" />} />
      )}
      {secondFactor !== 'shown' && !enrolling && (
        <div className="stack">
          <p className="prose">
            <T id="security.factor.off" />
          </p>
          <button type="button" className="button" onClick={() => setEnrolling(true)}>
            <T id="security.factor.enrol" />
          </button>
        </div>
      )}
      {enrolling && <EnrolSteps onDone={done} />}
    </Section>
  );
}

const sessionsQuery = {
  queryKey: ['my-sessions'],
  queryFn: () => answer(api.GET('/api/v1/me/sessions', { params: { query: { limit: 100 } } })),
};

function Sessions() {
  const client = useQueryClient();
  const sessions = useQuery(sessionsQuery);
  const [problem, setProblem] = useState<Problem | null>(null);
  const revoke = async ({ id, version }: OwnSession) => {
    setProblem(null);
    try {
      await api.DELETE('/api/v1/me/sessions/{id}', {
        params: { path: { id }, header: ifMatch(version) },
      });
    } catch (error) {
      setProblem(asProblem(error));
    }
    await client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  };
  return (
    <Section title={<T id="security.sessions" />}>
      {problem && <ProblemNotice problem={problem} />}
      <Loaded query={sessions}>
        {({ items }) => <SessionTable sessions={items} onRevoke={(row) => void revoke(row)} />}
      </Loaded>
    </Section>
  );
}

function SessionTable(props: {
  sessions: readonly OwnSession[];
  onRevoke: (session: OwnSession) => void;
}) {
  return (
    <DataTable
      caption={<T id="security.sessions.caption" />}
      rows={props.sessions}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'where',
          head: <T id="security.device" />,
          names: true,
          cell: (row) => (
            <>
              {deviceOf(row.userAgent)}{' '}
              {row.current && (
                <Tag tone="good">
                  <T id="security.current" />
                </Tag>
              )}
              <span className="sub numbers">{row.ip}</span>
            </>
          ),
        },
        {
          key: 'since',
          head: <T id="security.since" />,
          cell: (row) => <Instant at={row.createdAt} />,
        },
        {
          key: 'seen',
          head: <T id="security.seen" />,
          cell: (row) => <Instant at={row.lastSeenAt} />,
        },
        {
          key: 'end',
          head: <T id="security.end" />,
          cell: (row) =>
            row.current ? (
              '–'
            ) : (
              <button
                type="button"
                className="button secondary"
                onClick={() => props.onRevoke(row)}
              >
                <T id="security.revoke" />
                <span className="visually-hidden"> {deviceOf(row.userAgent)}</span>
              </button>
            ),
        },
      ]}
    />
  );
}

/** "Firefox on Linux" out of a user agent; the whole text where it says neither. */
export function deviceOf(userAgent: string): string {
  // Browsers carry the names of their ancestors: the most particular name counts.
  const browser = ['Edg', 'OPR', 'Firefox', 'Chrome', 'Safari'].find((name) =>
    userAgent.includes(`${name}/`),
  );
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent)?.[1];
  const names: Record<string, string> = { Edg: 'Edge', OPR: 'Opera', 'Mac OS X': 'macOS' };
  const known = [browser, system].flatMap((part) => (part ? [names[part] ?? part] : []));
  return known.length > 0 ? known.join(' · ') : userAgent.slice(0, 60);
}
