import { useFormContext } from 'react-hook-form';
import type { Call } from '../../api/shapes';
import { GpuHours } from '../../components/values';
import { gpuSecondsOf, SelectField, TextField, useDecimalSign } from '../../forms/fields';
import { T, useText } from '../../intl/intl';
import type { ContentValues } from './content-values';

/** How much, on how many GPUs, from when and for how long. */
export function AmountSection({ call }: { call: Call }) {
  const text = useText();
  const limits = {
    min: <GpuHours value={call.gpuHoursAskMin} />,
    max: <GpuHours value={call.gpuHoursAskMax} />,
  };
  return (
    <>
      <div className="field-row">
        <TextField<ContentValues>
          name="startsOn"
          label={<T id="content.startsOn" />}
          input={{ type: 'date' }}
        />
        <SelectField<ContentValues>
          name="months"
          label={<T id="content.months" />}
          choices={[
            { value: '', label: text('form.choose') },
            ...call.months.map((months) => ({
              value: String(months),
              label: text('content.months.value', { months }),
            })),
          ]}
        />
      </div>
      <TextField<ContentValues>
        name="gpus"
        label={<T id="content.gpus" />}
        hint={<T id="content.gpus.hint" />}
        input={{ inputMode: 'numeric' }}
        unit={<T id="unit.gpus" />}
      />
      <TextField<ContentValues>
        name="gpuSecondsAsked"
        label={<T id="content.asked" />}
        hint={<T id="content.asked.hint" values={limits} />}
        input={{ inputMode: 'decimal' }}
        unit={<T id="unit.gpuHours" />}
        below={<Helper />}
      />
      <TextField<ContentValues>
        name="gpuSecondsMinimum"
        label={<T id="content.minimum" />}
        hint={<T id="content.minimum.hint" />}
        input={{ inputMode: 'decimal' }}
        unit={<T id="unit.gpuHours" />}
      />
    </>
  );
}

const daysPerMonth = 30;

/** Relates GPUs, months and hours: what the GPUs could use at most, and for how many days the ask lasts. */
function Helper() {
  const decimal = useDecimalSign();
  const { watch } = useFormContext<ContentValues>();
  const gpus = Number(watch('gpus').replace(/\D/g, ''));
  const months = Number(watch('months'));
  const seconds = gpuSecondsOf(watch('gpuSecondsAsked'), decimal);
  if (!gpus) return null;
  const asked = seconds === null ? 0 : Number(seconds) / 3600;
  return (
    <p className="hint" role="status">
      {months > 0 && (
        <T
          id="content.helper.most"
          values={{ gpus, months, hours: <GpuHours value={gpus * months * daysPerMonth * 24} /> }}
        />
      )}{' '}
      {asked > 0 && (
        <T id="content.helper.days" values={{ days: Math.ceil(asked / (gpus * 24)), gpus }} />
      )}
    </p>
  );
}
