import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { ClassBars, type ClassFigures } from './class-bars';
import { DataTable, Filters } from './data-table';
import { Facts, Stats } from './figures';
import { EmptyState, Loading, Notice } from './states';
import { TaskList } from './task-list';
import { axeViolations, draw } from './testing';
import { Timeline } from './timeline';
import { Count, Country, GpuHours, Instant, Money } from './values';

const line = (name: ClassFigures['class'], granted: number): ClassFigures => ({
  class: name,
  gpuHoursGuaranteed: 100,
  gpuHoursAsked: 300,
  gpuHoursGranted: granted,
  gpuHoursBorrowed: 0,
  requests: 4,
  awarded: 2,
});

describe('ClassBars', () => {
  test('tells each bar as a sentence and all of them as a table, in the order of the classes', async () => {
    const { container } = draw(
      <ClassBars classes={[line('science', 120), line('large', 1500.5), line('sme', 80)]} />,
    );
    const bars = screen.getAllByRole('img').map((bar) => bar.getAttribute('aria-label'));
    expect(bars).toEqual([
      'Large firms: 1,501 GPU-hours granted, 300 asked, 100 guaranteed.',
      'SMEs: 80 GPU-hours granted, 300 asked, 100 guaranteed.',
      'Science: 120 GPU-hours granted, 300 asked, 100 guaranteed.',
    ]);
    const rows = within(container.querySelector('table') as HTMLElement).getAllByRole('row');
    expect(rows).toHaveLength(4);
    expect(await axeViolations(container)).toEqual([]);
  });
});

describe('DataTable', () => {
  const rows = [
    { id: 'a', name: 'Alpha', hours: 12 },
    { id: 'b', name: 'Beta', hours: 7 },
  ];
  const columns = [
    { key: 'name', head: 'Name', names: true, cell: (row: (typeof rows)[0]) => row.name },
    {
      key: 'hours',
      head: 'Hours',
      number: true,
      sortable: true,
      cell: (row: (typeof rows)[0]) => row.hours,
    },
  ];

  test('names its rows, scrolls by keyboard, and sorts by links', async () => {
    const linkTo = vi.fn((by: string) => ({ href: `?sort=${by}` }));
    const { container } = draw(
      <DataTable
        caption="Two rows"
        rows={rows}
        rowKey={({ id }) => id}
        columns={columns}
        sorting={{ by: '-hours', linkTo }}
      />,
    );
    expect(screen.getByRole('region', { name: 'Two rows' }).tabIndex).toBe(0);
    expect(screen.getByRole('rowheader', { name: 'Alpha' })).toBeTruthy();
    const head = screen.getByRole('columnheader', { name: 'Hours' });
    expect(head.getAttribute('aria-sort')).toBe('descending');
    expect(within(head).getByRole('link').getAttribute('href')).toBe('?sort=hours');
    expect(await axeViolations(container)).toEqual([]);
  });

  test('filters give only what is set, and start from the URL', async () => {
    const onApply = vi.fn();
    const choices = [
      { value: '', label: 'All' },
      { value: 'x', label: 'X' },
    ];
    draw(
      <Filters
        values={{ state: 'x' }}
        onApply={onApply}
        fields={[
          { name: 'state', label: 'State', choices },
          { name: 'class', label: 'Class', choices },
        ]}
      />,
    );
    expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'State' }).value).toBe('x');
    await userEvent.click(screen.getByRole('button', { name: 'Apply filters' }));
    expect(onApply).toHaveBeenCalledWith({ state: 'x' });
  });
});

test('states, tasks, timeline and figures have no violations', async () => {
  const { container } = draw(
    <main>
      <h1>Kit</h1>
      <EmptyState title="Nothing here" next={<a href="/x">Start</a>}>
        Because.
      </EmptyState>
      <Loading />
      <Notice tone="warn" title="Careful" live>
        <p>Text</p>
      </Notice>
      <TaskList tasks={[{ key: 'a', what: <a href="/a">A</a>, status: 'Done', tone: 'good' }]} />
      <Timeline
        entries={[
          { at: '2026-11-02T10:00:00.000Z', what: 'Sent', who: 'Ada', reason: 'Because.' },
          { at: '2026-11-01T10:00:00.000Z', what: 'Draft' },
        ]}
      />
      <Stats figures={[{ label: 'Members', value: 91, note: 'of all' }]} />
      <Facts facts={[['Name', 'Value']]} />
    </main>,
  );
  expect(await axeViolations(container)).toEqual([]);
});

describe('values', () => {
  const text = (element: React.ReactElement, language: 'en' | 'fr' | 'de') =>
    draw(element, language).container.textContent?.replace(/[\u00a0\u202f]/g, ' ');

  test.each([
    ['en', '12,345.5', '1.23 million', 'EUR 41.2 billion', 'Germany'],
    ['fr', '12 345,5', '1,23 million', '41,2 Md €', 'Allemagne'],
    ['de', '12.345,5', '1,23 Millionen', '41,2 Mrd. €', 'Deutschland'],
  ] as const)(
    '%s writes numbers, money and countries its own way',
    (language, exact, short, money, country) => {
      expect(text(<GpuHours value={12345.5} />, language)).toBe(exact);
      expect(text(<GpuHours value={1_230_000} short />, language)).toBe(short);
      expect(text(<Money cents="4120000000000" currency="EUR" short />, language)).toBe(money);
      expect(text(<Country code="DE" />, language)).toBe(country);
      expect(text(<Count value={7} />, language)).toBe('7');
    },
  );

  test('a moment is told in Brussels time', () => {
    const { container } = draw(<Instant at="2026-11-30T09:00:00.000Z" />);
    expect(container.textContent).toContain('30 November 2026, 10:00 Brussels time');
    expect(container.querySelector('time')?.dateTime).toBe('2026-11-30T09:00:00.000Z');
  });
});
