import type { Classification, OwnershipCheck } from '../../api/shapes';
import { DataTable } from '../../components/data-table';
import { Facts } from '../../components/figures';
import { Notice, Tag } from '../../components/states';
import { Money } from '../../components/values';
import { T, useCode } from '../../intl/intl';

type Computed = Pick<
  Classification,
  'class' | 'size' | 'figures' | 'provisional' | 'steps' | 'ruleSets'
>;

/** How a class follows, step by step, each with the article on which it rests (MEM-2). */
export function Computation({
  result,
  kept = false,
}: {
  result: Computed | NonNullable<OwnershipCheck['result']>;
  /** Tables that stand beside others need names of their own. */ kept?: boolean;
}) {
  return (
    <div className="stack">
      <Outcome result={result} />
      {result.ruleSets.length > 0 && <RuleSets result={result} kept={kept} />}
      <DataTable
        caption={<T id={kept ? 'ownership.steps.kept' : 'ownership.steps'} />}
        rows={result.steps.map((step, at) => ({ ...step, at }))}
        rowKey={({ at }) => String(at)}
        columns={[
          { key: 'article', head: <T id="ownership.article" />, cell: ({ article }) => article },
          {
            key: 'enterprise',
            head: <T id="ownership.enterprise" />,
            names: true,
            cell: ({ enterprise }) => enterprise,
          },
          {
            key: 'factor',
            head: <T id="ownership.factor" />,
            number: true,
            cell: ({ factorPpm }) => `${factorPpm / 10_000} %`,
          },
          {
            key: 'text',
            head: <T id="ownership.step" />,
            cell: ({ text }) => <span lang="en">{text}</span>,
          },
        ]}
      />
    </div>
  );
}

function Outcome({ result }: { result: Computed }) {
  const code = useCode();
  const { figures, size, provisional } = result;
  return (
    <>
      {provisional && (
        <Notice tone="info" title={<T id="ownership.provisional" />}>
          <p>
            <T id="ownership.provisional.text" />
          </p>
        </Notice>
      )}
      <Facts
        facts={[
          [
            <T id="column.class" />,
            <>
              {code('class', result.class)}
              {size && <> · {code('enterpriseSize', size)}</>}
            </>,
          ],
          ...(figures
            ? ([
                [
                  <T id="ownership.awu" />,
                  <span key="a" className="numbers">
                    {figures.awu}
                  </span>,
                ],
                [
                  <T id="org.turnover" />,
                  <Money key="t" cents={figures.turnoverCents} currency="EUR" />,
                ],
                [
                  <T id="org.balance" />,
                  <Money key="b" cents={figures.balanceCents} currency="EUR" />,
                ],
              ] as const)
            : []),
        ]}
      />
    </>
  );
}

/** Small mid-caps by every set of rules, in force or not. */
function RuleSets({ result, kept }: { result: Computed; kept: boolean }) {
  const code = useCode();
  return (
    <DataTable
      caption={<T id={kept ? 'ownership.ruleSets.kept' : 'ownership.ruleSets'} />}
      rows={result.ruleSets}
      rowKey={({ ruleSet }) => ruleSet}
      columns={[
        {
          key: 'set',
          head: <T id="ownership.ruleSet" />,
          names: true,
          cell: ({ ruleSet }) => code('ruleSet', ruleSet),
        },
        {
          key: 'size',
          head: <T id="ownership.size" />,
          cell: ({ size }) => code('enterpriseSize', size),
        },
        {
          key: 'force',
          head: <T id="column.state" />,
          cell: ({ inForce }) => (
            <Tag tone={inForce ? 'good' : undefined}>
              <T id={inForce ? 'ownership.inForce' : 'ownership.notInForce'} />
            </Tag>
          ),
        },
      ]}
    />
  );
}
