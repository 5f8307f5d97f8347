import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Round } from '../../api/shapes';
import { reach, useSession } from '../../app/session';
import { ClassBars } from '../../components/class-bars';
import { Deadline } from '../../components/deadline';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { EmptyState, Notice } from '../../components/states';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { T, useLanguage } from '../../intl/intl';
import { RoundActs } from './round-acts';
import { RoundHeadline, RoundStateTag } from './round-figures';
import { RoundLines } from './round-lines';
import { RoundOrganisations } from './round-organisations';
import { roundQuery } from './rounds.queries';

/** One round: what it waits for, what came out by class, organisation and request, and its proof. */
export function RoundPage() {
  const { id } = useParams({ from: '/signed-in/rounds/$id' });
  const round = useQuery(roundQuery(id));
  return (
    <Loaded query={round} page>
      {(known) => <RoundContent round={known} />}
    </Loaded>
  );
}

function RoundContent({ round }: { round: Round }) {
  useTitle(`${round.call.title} (${round.reference})`);
  const computed = round.planHash !== null;
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/rounds">
            <T id="back.rounds" />
          </Link>
        }
        eyebrow={
          <>
            <span className="numbers">{round.reference}</span>
            <RoundStateTag state={round.state} />
          </>
        }
        title={round.call.title}
        lead={
          <T
            id={round.state === 'collecting' ? 'round.leadOpen' : 'round.lead'}
            values={{ pools: round.poolGroup.name, cutOff: <Instant at={round.cutOffAt} /> }}
          />
        }
      />
      <Standing round={round} />
      {computed ? <Result round={round} /> : <NotComputed round={round} />}
      <Section title={<T id="proof.title" />}>
        <Proof round={round} />
      </Section>
    </>
  );
}

/** What the round waits for, who has approved, and what the reader may do about it. */
function Standing({ round }: { round: Round }) {
  if (round.state === 'cancelled') {
    return (
      <Notice tone="error" title={<T id="round.cancelled" />}>
        <p>{round.cancelReason}</p>
      </Notice>
    );
  }
  return (
    <div className="stack section-tight">
      {round.waitingFor && (
        <Notice tone="info" title={<T id={`waiting.${round.waitingFor}`} />}>
          <Waiting round={round} />
        </Notice>
      )}
      <RoundActs key={round.version} round={round} />
    </div>
  );
}

function Waiting({ round }: { round: Round }) {
  if (round.waitingFor === 'cut_off') {
    return (
      <p>
        <Deadline at={round.cutOffAt} />
      </p>
    );
  }
  if (round.waitingFor === 'allocation_time') {
    return (
      <p>
        <Deadline at={round.allocateAt} />
      </p>
    );
  }
  if (round.waitingFor === 'reviews') return <RankingLink call={round.call.id} />;
  if (round.approvals.length === 0) return null;
  return (
    <ul className="plain-list">
      {round.approvals.map((approval) => (
        <li key={approval.role}>
          <T
            id={`approved.${approval.role}`}
            values={{ name: approval.by.name, at: <Instant at={approval.approvedAt} /> }}
          />
        </li>
      ))}
    </ul>
  );
}

/** Reviews are gathered in the ranking, which the chair or the office finalises. */
function RankingLink({ call }: { call: string }) {
  if (!reach(useSession()).ranking) return null;
  return (
    <p>
      <Link to="/calls/$id/ranking" params={{ id: call }}>
        <T id="ranking.open" />
      </Link>
    </p>
  );
}

function Result({ round }: { round: Round }) {
  const { rounds } = reach(useSession());
  return (
    <>
      <RoundHeadline round={round} />
      <Section title={<T id="round.byClass" />}>
        <ClassBars classes={round.classes} />
      </Section>
      {rounds && (
        <>
          <RoundOrganisations id={round.id} />
          <RoundLines round={round} />
        </>
      )}
    </>
  );
}

function NotComputed({ round }: { round: Round }) {
  return (
    <Section title={<T id="round.result" />}>
      <EmptyState title={<T id="round.notComputed.title" />}>
        <T id="round.notComputed.text" values={{ at: <Instant at={round.allocateAt} /> }} />
      </EmptyState>
    </Section>
  );
}

function Proof({ round }: { round: Round }) {
  const language = useLanguage();
  const hash = (text: string | null) => (text ? <code>{text}</code> : <T id="proof.notYet" />);
  return (
    <>
      <Facts
        facts={[
          [<T id="proof.commitment" />, hash(round.commitment)],
          [<T id="proof.snapshot" />, hash(round.snapshotHash)],
          [<T id="proof.plan" />, hash(round.planHash)],
          ...(round.computedAt
            ? ([[<T id="round.computedAt" />, <Instant key="c" at={round.computedAt} />]] as const)
            : []),
          ...(round.publishedAt
            ? ([
                [<T id="round.publishedLabel" />, <Instant key="p" at={round.publishedAt} />],
              ] as const)
            : []),
        ]}
      />
      {round.state === 'published' && (
        <p className="row section-tight">
          <a href={`/${language}/rounds/${round.id}`}>
            <T id="round.publicPage" />
          </a>
          <a href={`/api/v1/public/rounds/${round.id}/certificate`}>
            <T id="proof.certificate" />
          </a>
        </p>
      )}
    </>
  );
}
