import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { signedOutEvent } from '../api/client';
import { lastAnswer, serverNow } from '../api/clock';
import { PageDialog } from '../components/dialog';
import { T, useText } from '../intl/intl';
import { SignInSteps } from '../pages/sign-in/sign-in-steps';
import { isComplete, sessionQuery } from './session';

const warnMs = 5 * 60_000;

/**
 * Warns five minutes before the session ends, and lets one sign in again over the page when it has
 * ended, so that nothing typed below is lost.
 */
export default function SessionGuard() {
  const ended = useEnded();
  const endsInMs = useEndsInMs();
  const { refetch } = useQuery({ ...sessionQuery, enabled: false });
  const client = useQueryClient();
  const text = useText();
  if (ended || endsInMs <= 0) {
    return (
      <PageDialog open title={text('session.ended.title')}>
        <p className="section-tight">
          <T id="session.ended.text" />
        </p>
        <SignInSteps onDone={() => void client.invalidateQueries()} />
      </PageDialog>
    );
  }
  return (
    <PageDialog
      open={endsInMs < warnMs}
      title={text('session.ends.title')}
      onClose={() => void refetch()}
    >
      <p>
        <T id="session.ends.text" values={{ minutes: Math.max(1, Math.ceil(endsInMs / 60_000)) }} />
      </p>
      <div className="row">
        <button type="button" className="button" onClick={() => void refetch()}>
          <T id="session.stay" />
        </button>
      </div>
    </PageDialog>
  );
}

/** True from the moment that any answer said 401, until somebody is signed in again. */
function useEnded(): boolean {
  const { data } = useQuery({ ...sessionQuery, enabled: false });
  const [refused, setRefused] = useState(false);
  useEffect(() => {
    const note = () => setRefused(true);
    window.addEventListener(signedOutEvent, note);
    return () => window.removeEventListener(signedOutEvent, note);
  }, []);
  useEffect(() => {
    if (isComplete(data ?? null)) setRefused(false);
  }, [data]);
  return refused || !isComplete(data ?? null);
}

/** How long the session still lasts: every answer prolongs it, up to its end in any case. */
function useEndsInMs(): number {
  const { data, dataUpdatedAt } = useQuery({ ...sessionQuery, enabled: false });
  const [left, setLeft] = useState(Infinity);
  useEffect(() => {
    if (!data) return undefined;
    const idleMs = Date.parse(data.idleExpiresAt) - (serverNow() - Date.now() + dataUpdatedAt);
    const measure = () => {
      const end = Math.min(Date.parse(data.expiresAt), lastAnswer() + idleMs);
      setLeft(end - serverNow());
    };
    measure();
    const timer = setInterval(measure, 15_000);
    return () => clearInterval(timer);
  }, [data, dataUpdatedAt]);
  return left;
}
