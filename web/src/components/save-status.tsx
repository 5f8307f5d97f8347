import type { SaveState } from '../forms/use-autosave';
import { useIntl } from 'react-intl';
import { T } from '../intl/intl';
import { ProblemSentence } from './problems';

/** Tells how the draft stands: saved at when, waiting for the network, refused. */
export function SaveStatus({ state }: { state: SaveState }) {
  const intl = useIntl();
  return (
    <div className="save-status" role="status">
      {state.kind === 'clean' && <T id="save.auto" />}
      {(state.kind === 'waiting' || state.kind === 'saving') && <T id="save.saving" />}
      {state.kind === 'saved' && (
        <T
          id="save.saved"
          values={{
            time: intl.formatTime(state.at, {
              timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            }),
          }}
        />
      )}
      {state.kind === 'offline' && <T id="save.offline" />}
      {state.kind === 'refused' && <ProblemSentence problem={state.problem} />}
    </div>
  );
}
