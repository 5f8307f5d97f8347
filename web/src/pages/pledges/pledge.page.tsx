import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import type { Pledge, PledgeVersion } from '../../api/shapes';
import { useSession } from '../../app/session';
import { Facts } from '../../components/figures';
import { Loaded } from '../../components/loaded';
import { PageHead, Section } from '../../components/shell';
import { Timeline } from '../../components/timeline';
import { useTitle } from '../../components/title';
import { Instant } from '../../components/values';
import { T, useCode } from '../../intl/intl';
import { PledgeActs } from './pledge-acts';
import { PledgeAmount, PledgeStateTag } from './pledge-words';
import { pledgeQuery, pledgeVersionsQuery } from './pledges.queries';

/** One pledge: what it says, what can be done with it, and what it said before. */
export function PledgePage() {
  const { id } = useParams({ from: '/signed-in/pledges/$id' });
  const pledge = useQuery(pledgeQuery(id));
  return (
    <Loaded query={pledge} page>
      {(known) => <PledgeContent pledge={known} />}
    </Loaded>
  );
}

function PledgeContent({ pledge }: { pledge: Pledge }) {
  const code = useCode();
  const { organisation } = pledge;
  const own = useSession().organisations.some(({ id }) => id === organisation.id);
  const kind = code('pledge', pledge.kind);
  useTitle(`${kind} · ${organisation.name}`);
  return (
    <>
      <PageHead
        back={
          own ? (
            <Link className="back-link" to="/org/$id" params={{ id: organisation.id }}>
              <T id="back.organisation" />
            </Link>
          ) : (
            <Link className="back-link" to="/office/pledges">
              <T id="back.pledges" />
            </Link>
          )
        }
        eyebrow={<PledgeStateTag state={pledge.state} />}
        title={<T id="pledge.title" values={{ organisation: organisation.name, kind }} />}
      />
      <Facts
        facts={[
          [<T id="org.pledges.amount" />, <PledgeAmount {...pledge} />],
          [<T id="org.pledges.until" />, <span className="numbers">{pledge.horizonYear}</span>],
          [
            <T id="pledges.newMoney" />,
            <T id={pledge.newMoney ? 'pledge.newMoney.yes' : 'pledge.newMoney.no'} />,
          ],
          ...(pledge.description
            ? ([
                [
                  <T id="org.pledges.description" />,
                  <span className="pre-line">{pledge.description}</span>,
                ],
              ] as const)
            : []),
          ...(pledge.confirmedAt
            ? ([[<T id="pledge.confirmedAt" />, <Instant at={pledge.confirmedAt} />]] as const)
            : []),
        ]}
      />
      <PledgeActs pledge={pledge} />
      <Versions id={pledge.id} />
    </>
  );
}

/** Every act with what the pledge said after it. */
function Versions({ id }: { id: string }) {
  const versions = useQuery(pledgeVersionsQuery(id));
  return (
    <Section title={<T id="pledge.versions" />}>
      <Loaded query={versions} lines={3}>
        {({ items }) => (
          <Timeline
            entries={items.map((version) => ({
              at: version.at,
              what: <VersionWords version={version} />,
              who: version.by,
              reason: <Note version={version} />,
            }))}
          />
        )}
      </Loaded>
    </Section>
  );
}

function VersionWords({ version }: { version: PledgeVersion }) {
  const code = useCode();
  return (
    <>
      {version.number}. {code('pledgeAct', version.act)}
      <span className="sub">
        {code('pledge', version.kind)} · <PledgeAmount {...version} /> · {version.horizonYear}
        {version.newMoney && (
          <>
            {' '}
            · <T id="pledges.newMoney" />
          </>
        )}
      </span>
      {version.description && <span className="sub pre-line">{version.description}</span>}
    </>
  );
}

function Note({ version: { reason, evidence, evidenceUrl } }: { version: PledgeVersion }) {
  const words = evidence ?? reason;
  if (words === null) return null;
  return (
    <>
      <span className="pre-line">{words}</span>
      {evidenceUrl && (
        <>
          {' '}
          <a href={evidenceUrl} rel="noreferrer">
            {evidenceUrl}
          </a>
        </>
      )}
    </>
  );
}
