import fc from 'fast-check';
import { nameSimilarity, plainName, sameNameScore, tellingWords } from './names.rules.js';

describe('MEM-1: names that are the same to a reader', () => {
  test.each([
    ['SAP SE', 'SAP'],
    ['Siemens Aktiengesellschaft', 'SIEMENS AG'],
    ['Électricité de France', 'ELECTRICITE DE FRANCE S.A.'],
    ['Universität für Bodenkultur Wien', 'Universitaet fur Bodenkultur, Wien'],
    ['Telecom Italia', 'TELECOM ITALIA S.p.A.'],
    ['Nordea Bank Abp', 'Nordea Bank Oyj'],
    ['University of Helsinki', 'Helsinki University'],
    ['Mistral AI', 'MISTRAL AI SAS'],
    ['Aktsiaselts Tallink Grupp', 'AS Tallink Grupp'],
    ['Fraunhofer-Gesellschaft', 'Fraunhofer Gesellschaft e.V.'],
    ['Organismos Tilepikoinonion Ellados', 'ΟΡΓΑΝΙΣΜΟΣ ΤΗΛΕΠΙΚΟΙΝΩΝΙΩΝ ΕΛΛΑΔΟΣ ΑΕ'],
    ['Sofiyski Universitet', 'СОФИЙСКИ УНИВЕРСИТЕТ'],
    ['Łukasiewicz Research Network', 'Lukasiewicz Research Network'],
    ['Deutsche Telekom', 'DeutscheTelekom AG'],
    ['Barcelona Supercomputing Centre', 'Barcelona Supercomputing Center'],
  ])('%s – %s', (one, other) => {
    expect(nameSimilarity(one, other)).toBeGreaterThanOrEqual(sameNameScore);
  });

  test.each([
    ['Siemens AG', 'Siemens Energy AG'],
    ['University of Helsinki', 'University of Turku'],
    ['Alpha Labs GmbH', 'Beta Labs GmbH'],
    ['Airbus SE', 'Air France SA'],
    ['CNRS', 'Centre national de la recherche scientifique'],
    ['Deutsche Bank AG', 'Deutsche Bahn AG'],
    ['GmbH', 'Siemens'],
    ['', 'Siemens'],
  ])('but not %s – %s', (one, other) => {
    expect(nameSimilarity(one, other)).toBeLessThan(sameNameScore);
  });

  test('initials are a hint', () => {
    expect(nameSimilarity('CNRS', 'Centre national de la recherche scientifique')).toBe(0.75);
  });

  test('legal forms count only where there is nothing else', () => {
    expect(tellingWords('Holding Group GmbH')).toEqual(['holding', 'group', 'gmbh']);
    expect(tellingWords('The Bank of Italy S.p.A.')).toEqual(['bank', 'italy']);
    expect(plainName('L’Oréal  S. A.')).toBe('loreal sa');
  });

  test('the score is symmetric, between 0 and 1, and 1 for itself', () => {
    const name = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(name, name, (one, other) => {
        const score = nameSimilarity(one, other);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(Math.abs(score - nameSimilarity(other, one))).toBeLessThan(0.35);
        if (plainName(one) !== '') expect(nameSimilarity(one, one)).toBe(1);
      }),
    );
  });
});
