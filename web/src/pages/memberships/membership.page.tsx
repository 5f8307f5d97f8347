import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { serverNow } from '../../api/clock';
import type { Membership, Organisation } from '../../api/shapes';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { EmptyState, Notice, Tag, type Tone } from '../../components/states';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { T, useCode, useLanguage, useText } from '../../intl/intl';
import { AppealsSection } from '../appeals/appeals-section';
import { LettersSection } from '../letters/letters-section';
import { organisationQuery } from '../organisations/organisations.queries';
import { MembershipActs } from './membership-acts';
import { newestMembershipQuery } from './membership.queries';
import { Renewal } from './renewal';

/** The membership of an organisation: until when, its credential, letters, appeals; the office acts here. */
export function MembershipPage() {
  const { id } = useParams({ from: '/signed-in/org/$id/membership' });
  const organisation = useQuery(organisationQuery(id));
  return (
    <Loaded query={organisation} page>
      {(known) => <MembershipContent organisation={known} />}
    </Loaded>
  );
}

function MembershipContent({ organisation }: { organisation: Organisation }) {
  const title = useText()('membership.title');
  const membership = useQuery(newestMembershipQuery(organisation.id));
  useTitle(`${title} · ${organisation.name}`);
  return (
    <>
      <PageHead
        back={
          <Link className="back-link" to="/org/$id" params={{ id: organisation.id }}>
            {organisation.name}
          </Link>
        }
        eyebrow={membership.data && <MembershipStateTag membership={membership.data} />}
        title={title}
      />
      <Loaded query={membership}>
        {(known) =>
          known ? (
            <Known membership={known} organisation={organisation} />
          ) : (
            <EmptyState title={<T id="membership.none.title" />} />
          )
        }
      </Loaded>
      <LettersSection organisationId={organisation.id} />
      <AppealsSection organisation={organisation} />
    </>
  );
}

const tones: Record<string, Tone> = { active: 'good', suspended: 'error', ended: 'warn' };

function MembershipStateTag({ membership: { state } }: { membership: Membership }) {
  const code = useCode();
  return <Tag tone={tones[state]}>{code('membershipState', state)}</Tag>;
}

function Known(props: { membership: Membership; organisation: Organisation }) {
  const { membership, organisation } = props;
  return (
    <>
      <Standing membership={membership} />
      <Facts
        facts={[
          [<T id="membership.from" />, <Instant at={membership.startsAt} dateOnly />],
          [<T id="membership.until" />, <Instant at={membership.expiresAt} dateOnly />],
          ...(membership.renewedAt
            ? ([
                [
                  <T id="membership.renewedAt" />,
                  <Instant key="r" at={membership.renewedAt} dateOnly />,
                ],
              ] as const)
            : []),
        ]}
      />
      {membership.state !== 'ended' && <Credential membership={membership} />}
      <Renewal
        key={membership.version}
        membership={membership}
        organisation={organisation}
        now={serverNow()}
      />
      <MembershipActs key={`acts-${membership.version}`} membership={membership} />
    </>
  );
}

/** What stands against the membership, in the office's words. */
function Standing({ membership }: { membership: Membership }) {
  const code = useCode();
  const { suspension, revocation, end } = membership;
  return (
    <>
      {suspension && (
        <Notice tone="error" title={code('standing', suspension.code ?? 'other')}>
          <p className="pre-line">{suspension.reason}</p>
          {suspension.grantsSuspendAt && (
            <p>
              <T
                id="membership.grantsFrom"
                values={{ at: <Instant at={suspension.grantsSuspendAt} /> }}
              />
            </p>
          )}
        </Notice>
      )}
      {revocation && (
        <Notice tone="warn" title={<T id="membership.revocation" />}>
          <p className="pre-line">
            {revocation.proposedBy.name}: {code('standing', revocation.code)}. {revocation.reason}
          </p>
        </Notice>
      )}
      {end && (
        <Notice tone="warn" title={code('membershipEnd', end.kind)}>
          <p>
            <Instant at={end.at} dateOnly />
            {end.reason && <> · {end.reason}</>}
          </p>
        </Notice>
      )}
    </>
  );
}

function Credential({ membership }: { membership: Membership }) {
  const language = useLanguage();
  return (
    <Section title={<T id="credential.title" />}>
      <p className="prose">
        <T id="credential.text" />
      </p>
      <div className="row section-tight">
        <a
          className="button secondary"
          href={`/api/v1/memberships/${membership.id}/credential`}
          download="membership-credential.json"
        >
          <T id="credential.download" />
        </a>
        <a href={`/${language}/verify`}>
          <T id="credential.verify" />
        </a>
      </div>
    </Section>
  );
}
