import { useQuery } from '@tanstack/react-query';
import { CheckList } from '../../components/check-list';
import { Notice } from '../../components/states';
import { T } from '../../intl/intl';
import { eligibilityQuery } from './requests.queries';

/** REQ-1 as advice: whether this organisation could send to this call now, and why. */
export function Eligibility(props: { callId: string; organisationId: string }) {
  const { data } = useQuery(eligibilityQuery(props.callId, props.organisationId));
  if (!data) return null;
  return (
    <Notice
      tone={data.eligible ? 'good' : 'warn'}
      title={<T id={data.eligible ? 'eligible.yes' : 'eligible.no'} />}
      live
    >
      {!data.eligible && (
        <>
          <CheckList checks={data.checks.filter(({ holds }) => !holds)} />
          <p className="small">
            <T id="eligible.draftAnyway" />
          </p>
        </>
      )}
    </Notice>
  );
}
