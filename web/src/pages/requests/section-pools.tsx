import { useFormContext } from 'react-hook-form';
import type { Call } from '../../api/shapes';
import { Count, Country, Instant } from '../../components/values';
import { errorOf, fieldId } from '../../forms/fields';
import { T, useText } from '../../intl/intl';
import type { ContentValues } from './content-values';

/** Which pools are accepted, the preferred one first: chosen by box, moved by buttons. */
export function PoolsSection({ call, touch }: { call: Call; touch: () => void }) {
  const { watch, setValue, formState } = useFormContext<ContentValues>();
  const chosen = watch('poolIds');
  const error = errorOf(formState.errors, 'poolIds');
  const put = (ids: string[]) => {
    setValue('poolIds', ids);
    touch();
  };
  const rest = call.pools.map(({ id }) => id).filter((id) => !chosen.includes(id));
  return (
    <fieldset className="field choices" id={fieldId('poolIds')} tabIndex={-1}>
      <legend className="label">
        <T id="content.pools" />
      </legend>
      <p className="hint">
        <T id="content.pools.hint" />
      </p>
      {error && <p className="field-error">{error}</p>}
      <ol className="pool-choices">
        {[...chosen, ...rest].map((id) => {
          const pool = call.pools.find((candidate) => candidate.id === id);
          return pool ? <PoolChoice key={id} pool={pool} chosen={chosen} put={put} /> : null;
        })}
      </ol>
    </fieldset>
  );
}

function PoolChoice(props: {
  pool: Call['pools'][number];
  chosen: string[];
  put: (ids: string[]) => void;
}) {
  const { pool, chosen, put } = props;
  const text = useText();
  const place = chosen.indexOf(pool.id);
  const toggle = () =>
    put(place < 0 ? [...chosen, pool.id] : chosen.filter((id) => id !== pool.id));
  const up = () => {
    const next = [...chosen];
    next.splice(place - 1, 2, pool.id, chosen[place - 1] as string);
    put(next);
  };
  return (
    <li>
      <label className="choice">
        <input type="checkbox" checked={place >= 0} onChange={toggle} />
        <span>
          {place >= 0 && <T id="content.pools.place" values={{ place: place + 1 }} />} {pool.name}
          <span className="hint">
            {pool.site}
            {pool.country && (
              <>
                {', '}
                <Country code={pool.country} />
              </>
            )}{' '}
            · <Count value={pool.accelerators} /> × {pool.accelerator} ·{' '}
            <Instant at={pool.startsAt} dateOnly /> – <Instant at={pool.endsAt} dateOnly />
          </span>
        </span>
      </label>
      {place > 0 && (
        <button
          type="button"
          className="button quiet"
          onClick={up}
          aria-label={text('content.pools.upOf', { pool: pool.name })}
        >
          <T id="content.pools.up" />
        </button>
      )}
    </li>
  );
}
