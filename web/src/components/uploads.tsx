import { lazy, Suspense, useState } from 'react';
import { asProblem, type Problem } from '../api/problem';
import type { DocumentList, StoredDocument } from '../api/shapes';
import { sendFile } from '../api/upload';
import { T, useCode, useText } from '../intl/intl';
import { DataTable } from './data-table';
import { ProblemNotice } from './problems';
import { EmptyState } from './states';
import { Bytes, Instant } from './values';

const FileDrop = lazy(async () => ({ default: (await import('./file-drop')).FileDrop }));
const FileProgress = lazy(async () => ({ default: (await import('./file-drop')).FileProgress }));

const kinds = ['register_extract', 'accounts', 'mandate', 'other'] as const;
type Kind = (typeof kinds)[number];

interface Refused {
  name: string;
  problem: Problem;
}

/** The documents of something: what is there, and, where it may be changed, adding and removing. */
export function Uploads(props: {
  documents: DocumentList;
  /** Where its documents are, without a slash at the end. */
  url: string;
  /** Null where they can only be read. */
  change: { remove: (document: StoredDocument) => Promise<unknown>; done: () => unknown } | null;
}) {
  const { documents, url, change } = props;
  const [problem, setProblem] = useState<Problem | null>(null);
  const remove = async (document: StoredDocument) => {
    setProblem(null);
    await change?.remove(document).catch((error: unknown) => setProblem(asProblem(error)));
    await change?.done();
  };
  return (
    <div className="stack">
      {documents.items.length === 0 ? (
        <EmptyState title={<T id="documents.none" />} />
      ) : (
        <Table documents={documents} url={url} onRemove={change ? remove : null} />
      )}
      {problem && <ProblemNotice problem={problem} />}
      {change && <Adding limits={documents.limits} url={url} onDone={change.done} />}
    </div>
  );
}

function Table(props: {
  documents: DocumentList;
  url: string;
  onRemove: ((document: StoredDocument) => Promise<void>) | null;
}) {
  const text = useText();
  const code = useCode();
  const { onRemove } = props;
  const acts = {
    key: 'act',
    head: <T id="documents.act" />,
    cell: (row: StoredDocument) => (
      <button
        type="button"
        className="plain"
        aria-label={text('documents.remove.label', { name: row.name })}
        onClick={() => void onRemove?.(row)}
      >
        <T id="documents.remove" />
      </button>
    ),
  };
  return (
    <DataTable
      caption={<T id="documents.caption" />}
      rows={props.documents.items}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          head: <T id="documents.name" />,
          names: true,
          cell: (row) => (
            <a href={`${props.url}/${row.id}/content`} download={row.name}>
              {row.name}
            </a>
          ),
        },
        {
          key: 'kind',
          head: <T id="documents.kind" />,
          cell: (row) => code('documentKind', row.kind),
        },
        {
          key: 'size',
          head: <T id="documents.size" />,
          number: true,
          cell: (row) => <Bytes value={row.sizeBytes} />,
        },
        {
          key: 'at',
          head: <T id="documents.at" />,
          cell: (row) => <Instant at={row.createdAt} dateOnly />,
        },
        ...(onRemove ? [acts] : []),
      ]}
    />
  );
}

function Adding(props: { limits: DocumentList['limits']; url: string; onDone: () => unknown }) {
  const { limits } = props;
  const code = useCode();
  const [kind, setKind] = useState<Kind>('register_extract');
  const [sending, setSending] = useState<{ name: string; part: number } | null>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const add = async (files: readonly File[]) => {
    setRefused([]);
    for (const file of files) {
      setSending({ name: file.name, part: 0 });
      const address = `${props.url}?kind=${kind}`;
      const { done } = sendFile(address, file, (part) => setSending({ name: file.name, part }));
      await done.catch((error: unknown) => {
        const problem = asProblem(error);
        setRefused((before) => [...before, { name: file.name, problem }]);
      });
    }
    setSending(null);
    await props.onDone();
  };
  return (
    <div className="stack">
      <div className="field">
        <label htmlFor="document-kind">
          <T id="documents.kind.choose" />
        </label>
        <select
          id="document-kind"
          value={kind}
          onChange={(event) => setKind(event.target.value as Kind)}
        >
          {kinds.map((value) => (
            <option key={value} value={value}>
              {code('documentKind', value)}
            </option>
          ))}
        </select>
      </div>
      <Suspense>
        <FileDrop
          label={
            <T
              id="documents.drop"
              values={{ count: limits.perSubject, size: <Bytes value={limits.fileBytes} /> }}
            />
          }
          button={<T id="documents.choose" />}
          types={limits.mediaTypes}
          disabled={sending !== null}
          onFiles={(files) => void add(files)}
        />
        {sending && <FileProgress {...sending} />}
      </Suspense>
      <p className="visually-hidden" role="status">
        {sending && <T id="documents.sending" values={{ name: sending.name }} />}
      </p>
      {refused.map(({ name, problem }) => (
        <ProblemNotice
          key={name}
          problem={problem}
          title={<T id="documents.refused" values={{ name }} />}
        />
      ))}
    </div>
  );
}
