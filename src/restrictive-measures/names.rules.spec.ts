import { normalName, romanised, wordsOf } from './names.rules.js';

describe('MEM-6: names as they are compared', () => {
  test.each([
    ['Électricité de Łódź', 'electricite de lodz'],
    ['Straße Ærø Đorđe', 'strasse aero dorde'],
    ['Юрий Щербаков', 'iurii shcherbakov'],
    ['Київ Їжак', 'kiiv izhak'],
    ['Њујорк Џаков', 'njujork dzakov'],
    ['Νίργκεντβο Ουρανός', 'nirgkentvo ouranos'],
    ['Μπάμπης Ευαγγέλου', 'babis evangelou'],
    ['北京', '北京'],
  ])('%s is %s', (name, expected) => expect(romanised(name)).toBe(expected));

  test.each([
    ['Siemens Aktiengesellschaft', 'siemens'],
    ['Vymysel GmbH & Co. KG', 'vymysel'],
    ['S.A. Ferme', 'ferme'],
    ['Ferme S. A.', 'ferme'],
    ['Casa S.p.A.', 'casa'],
    ['Dom Sp. z o.o.', 'dom'],
    ['ООО «Вымысел»', 'vymysel'],
    ['О.О.О. Вымысел', 'vymysel'],
    ['Общество с ограниченной ответственностью Вымысел', 'vymysel'],
    ['PJSC Bank Rossiya', 'bank rossiya'],
    ['Ltd', 'ltd'],
    ['SA LLC', 'sa'],
    ['3 D Print-Werk, s.r.o.', '3 d print werk'],
    ["O'Neill & Sons Ltd.", 'oneill and sons'],
  ])('the legal form of %s goes', (name, expected) =>
    expect(wordsOf(name, 'enterprise').join(' ')).toBe(expected),
  );

  test('people keep all their words; order and signs do not matter to a decision', () => {
    expect(wordsOf('Ali Co', 'person')).toEqual(['ali', 'co']);
    expect(normalName('KRADENOV, Vasil', 'person')).toBe(normalName('Vasil Kradenov', 'person'));
    expect(wordsOf('…', 'enterprise')).toEqual([]);
  });
});
