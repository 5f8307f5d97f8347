import { useId, type FormEvent, type ReactNode } from 'react';
import { T } from '../intl/intl';

export interface Column<Row> {
  key: string;
  head: ReactNode;
  cell: (row: Row) => ReactNode;
  number?: boolean;
  /** The cell that names its row. */
  names?: boolean;
  sortable?: boolean;
}

export interface Sorting {
  /** As in the URL: `granted` or `-granted`. */
  by: string | undefined;
  linkTo: (by: string) => { href: string; onClick?: (event: React.MouseEvent) => void };
}

/** A table that scrolls by keyboard where it is wider than the page, with sorting by links. */
export function DataTable<Row>(props: {
  caption: ReactNode;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sorting?: Sorting;
}) {
  const caption = useId();
  return (
    // What scrolls has to be reachable by keyboard (WCAG 2.1.1).
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="table-scroll" role="region" aria-labelledby={caption} tabIndex={0}>
      <table className="table">
        <caption id={caption}>{props.caption}</caption>
        <thead>
          <tr>
            {props.columns.map((column) => (
              <Head key={column.key} column={column} sorting={props.sorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <tr key={props.rowKey(row)}>
              {props.columns.map((column) =>
                column.names ? (
                  <th key={column.key} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.key} className={column.number ? 'number' : undefined}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Head<Row>({ column, sorting }: { column: Column<Row>; sorting?: Sorting }) {
  const direction = directionOf(column.key, sorting?.by);
  const next = direction === 'descending' ? column.key : `-${column.key}`;
  return (
    <th
      scope="col"
      className={column.number ? 'number' : undefined}
      aria-sort={direction ?? undefined}
    >
      {column.sortable && sorting ? (
        <a className="sort-link" {...sorting.linkTo(next)}>
          {column.head}
          <Arrow direction={direction} />
        </a>
      ) : (
        column.head
      )}
    </th>
  );
}

function directionOf(key: string, by: string | undefined): 'ascending' | 'descending' | null {
  if (by === key) return 'ascending';
  return by === `-${key}` ? 'descending' : null;
}

function Arrow({ direction }: { direction: 'ascending' | 'descending' | null }) {
  return (
    <svg width="10" height="12" aria-hidden="true" fill="currentColor">
      {direction !== 'descending' && <path d="M5 0l4 5H1z" opacity={direction ? 1 : 0.4} />}
      {direction !== 'ascending' && <path d="M5 12L1 7h8z" opacity={direction ? 1 : 0.4} />}
    </svg>
  );
}

export interface FilterField {
  name: string;
  label: ReactNode;
  /** The first choice is "all", with the empty value. */
  choices: readonly { value: string; label: string }[];
}

/**
 * Filters that live in the URL: a GET form that works without scripts; with `onApply` the
 * application changes the URL itself. Only named fields that hold something are kept.
 */
export function Filters(props: {
  fields: readonly FilterField[];
  values: Record<string, string | undefined>;
  onApply?: (values: Record<string, string>) => void;
  clear?: ReactNode;
}) {
  const id = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (!props.onApply) return;
    event.preventDefault();
    const entries = [...new FormData(event.currentTarget)].map(
      ([k, v]) => [k, typeof v === 'string' ? v : ''] as const,
    );
    props.onApply(Object.fromEntries(entries.filter(([, value]) => value !== '')));
  };
  return (
    <form className="filters" method="get" onSubmit={submit} key={JSON.stringify(props.values)}>
      {props.fields.map((field) => (
        <div className="field" key={field.name}>
          <label htmlFor={`${id}${field.name}`}>{field.label}</label>
          <select
            id={`${id}${field.name}`}
            name={field.name}
            defaultValue={props.values[field.name] ?? ''}
          >
            {field.choices.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </div>
      ))}
      <button className="button secondary" type="submit">
        <T id="filter.apply" />
      </button>
      {props.clear}
    </form>
  );
}
