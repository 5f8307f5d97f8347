import { describe, expect, test } from 'vitest';
import { gpuSecondsOf } from '../../forms/fields';
import { hoursText, patchOf, valuesOf } from './content-values';

describe('hours as people type them', () => {
  test.each([
    ['94000', '.', '338400000'],
    ['94,000', '.', '338400000'],
    ['94.000', ',', '338400000'],
    ['94 000,5', ',', '338401800'],
    ['0.25', '.', '900'],
    ['1\u202f234\u202f567', ',', '4444441200'],
    ['12.34567', '.', null],
    ['about 5', '.', null],
    ['-1', '.', null],
    ['', '.', null],
  ])('%s with %s is %s GPU-seconds', (text, decimal, seconds) => {
    expect(gpuSecondsOf(text, decimal)).toBe(seconds);
  });

  test.each(['0', '3600', '900', '338400000', '338401800', '1', '4444441200'])(
    '%s GPU-seconds survive the form',
    (seconds) => {
      const text = hoursText(seconds, ',');
      expect(gpuSecondsOf(text, ',')).toBe(seconds);
    },
  );
});

describe('patchOf', () => {
  const values = valuesOf({ title: 'A', months: 6, poolIds: ['p'] }, '.');

  test('sends the fields of one topic only, and takes out what is empty', () => {
    expect(patchOf('project', { ...values, summary: 'B' }, '.')).toEqual({
      title: 'A',
      summary: 'B',
      purpose: '',
    });
    expect(patchOf('amount', values, '.')).toEqual({
      startsOn: null,
      months: 6,
      gpus: null,
      gpuSecondsAsked: null,
      gpuSecondsMinimum: null,
    });
  });

  test('what cannot be read goes to the API as it is, so that it is refused with a sentence', () => {
    const typed = { ...values, gpuSecondsAsked: 'many', gpus: 'ten' };
    expect(patchOf('amount', typed, '.')).toMatchObject({ gpuSecondsAsked: 'many', gpus: -1 });
  });
});
