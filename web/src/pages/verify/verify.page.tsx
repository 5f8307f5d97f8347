import { useEffect, useRef, useState } from 'react';
import type { CredentialVerification } from '../../api/shapes';
import { CheckItem } from '../../components/check-item';
import { Facts } from '../../components/figures';
import { PageHead, Section } from '../../components/shell';
import { Notice, type Tone } from '../../components/states';
import { Country, Instant } from '../../components/values';
import { T, useCode, useLanguage, type MessageId } from '../../intl/intl';

/** What the page was asked about; nothing at first. */
export interface VerifyData {
  credential?: string;
  verification?: CredentialVerification;
}

/** Says what holds of a credential. A plain form does it, so that no script is needed. */
export function VerifyPage({ credential = '', verification }: VerifyData) {
  const language = useLanguage();
  const text = useRef<HTMLTextAreaElement>(null);
  return (
    <>
      <PageHead title={<T id="verify.title" />} lead={<T id="verify.lead" />} />
      {verification && <Result verification={verification} />}
      <form className="form section-tight" method="post" action={`/${language}/verify`}>
        <div className="field">
          <label htmlFor="credential">
            <T id="verify.text" />
          </label>
          <p className="hint" id="credential-hint">
            <T id="verify.hint" />
          </p>
          <textarea
            ref={text}
            id="credential"
            name="credential"
            rows={8}
            maxLength={20_000}
            required
            spellCheck={false}
            defaultValue={credential}
            aria-describedby="credential-hint"
          />
        </div>
        <FileInput
          onText={(content) => {
            if (text.current) text.current.value = content;
          }}
        />
        <div className="row">
          <button className="button" type="submit">
            <T id="verify.send" />
          </button>
        </div>
      </form>
      <p className="muted prose section-tight">
        <T id="verify.offline" />
      </p>
    </>
  );
}

/** Puts a file's text into the form; shown only where a script can do that. */
function FileInput({ onText }: { onText: (content: string) => void }) {
  const [shown, setShown] = useState(false);
  useEffect(() => setShown(true), []);
  if (!shown) return null;
  return (
    <div className="field">
      <label htmlFor="credential-file">
        <T id="verify.file" />
      </label>
      <input
        id="credential-file"
        type="file"
        accept="application/json,.json"
        onChange={(event) => void event.currentTarget.files?.[0]?.text().then(onText)}
      />
    </div>
  );
}

function headline(found: CredentialVerification): [Tone, MessageId] {
  if (!found.readable) return ['error', 'verify.unreadable'];
  if (!found.member) return ['error', 'verify.forged'];
  if (found.valid) return ['good', 'verify.valid'];
  const current = found.status?.current === true;
  return ['warn', current ? 'verify.superseded' : 'verify.notCurrent'];
}

function Result({ verification }: { verification: CredentialVerification }) {
  const code = useCode();
  const [tone, title] = headline(verification);
  const { checks, member, status, validUntil } = verification;
  return (
    <Section title={<T id="verify.result" />}>
      <Notice tone={tone} title={<T id={title} />} live />
      {member && status && validUntil && (
        <Facts
          facts={[
            [
              <T id="verify.member" />,
              <>
                {member.name}, <Country code={member.country} />
              </>,
            ],
            [<T id="verify.until" />, <Instant at={validUntil} dateOnly />],
            [<T id="verify.state" />, code('verifyState', status.state)],
          ]}
        />
      )}
      <ul className="checks">
        {checks.map(({ id, holds }) => (
          <CheckItem
            key={id}
            holds={holds}
            word={<T id={holds ? 'verify.holds' : 'verify.fails'} />}
          >
            {code('verifyCheck', id)}
          </CheckItem>
        ))}
      </ul>
    </Section>
  );
}
