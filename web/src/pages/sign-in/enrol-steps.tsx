import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useForm } from 'react-hook-form';
import { encode } from 'uqr';
import { answer, api } from '../../api/client';
import { asProblem } from '../../api/problem';
import { ProblemNotice } from '../../components/problems';
import { Loading } from '../../components/states';
import { TextField } from '../../forms/fields';
import { Form, SubmitButton } from '../../forms/form';
import { T, useText } from '../../intl/intl';

/** Sets up a second factor: scan, confirm with a code, keep the recovery codes. */
export function EnrolSteps({ onDone }: { onDone: () => void }) {
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const enrol = useMutation({
    mutationFn: () => answer(api.POST('/api/v1/auth/totp/enrol')),
  });
  const { mutate, data, error } = enrol;
  useEffect(() => mutate(), [mutate]);
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (error) return <ProblemNotice problem={asProblem(error)} onRetry={() => mutate()} />;
  if (!data) return <Loading lines={3} />;
  return <Confirm secret={data.secret} uri={data.otpauthUri} onConfirmed={setCodes} />;
}

function Confirm(props: {
  secret: string;
  uri: string;
  onConfirmed: (codes: readonly string[]) => void;
}) {
  const text = useText();
  const form = useForm<{ code: string }>({ defaultValues: { code: '' } });
  return (
    <div className="stack">
      <p>
        <T id="enrol.why" />
      </p>
      <ol className="stack-s">
        <li>
          <T id="enrol.scan" />
        </li>
        <li>
          <T id="enrol.type" />
        </li>
      </ol>
      <QrCode text={props.uri} label={text('enrol.qr')} />
      <p className="small">
        <T id="enrol.secret" /> <code>{props.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <Form
        form={form}
        names={['code']}
        onSubmit={async ({ code }) => {
          const body = { code: code.replace(/\s/g, '') };
          const done = await answer(api.POST('/api/v1/auth/totp/confirm', { body }));
          props.onConfirmed(done.recoveryCodes);
        }}
      >
        <TextField<{ code: string }>
          name="code"
          label={<T id="enrol.code" />}
          rules={{ required: text('code.missing') }}
          input={{ autoComplete: 'one-time-code', inputMode: 'numeric', className: 'code-input' }}
        />
        <SubmitButton form={form}>
          <T id="enrol.send" />
        </SubmitButton>
      </Form>
    </div>
  );
}

/** A QR code as one path, black on white in every theme. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { data, size } = encode(text, { ecc: 'M', border: 0 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <path d={path} shapeRendering="crispEdges" />
    </svg>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const file = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join('\n')}\n`)}`;
  return (
    <div className="stack">
      <h2 tabIndex={-1} ref={(heading) => heading?.focus()}>
        <T id="recovery.title" />
      </h2>
      <p>
        <T id="recovery.text" />
      </p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="row">
        <button type="button" className="button" onClick={onDone}>
          <T id="recovery.done" />
        </button>
        <a className="button secondary" href={file} download="champions-portal-recovery-codes.txt">
          <T id="recovery.save" />
        </a>
      </div>
    </div>
  );
}
