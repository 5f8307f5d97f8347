/** A row of `countries`: programme membership and carbon intensity with their source. */
export interface SeedCountry {
  code: string;
  name: string;
  vies: string | null;
  nuts: string | null;
  eu: boolean;
  digitalEurope: boolean;
  horizonEurope: boolean;
  /** gCO2e per kWh, base year 2023 (Iceland 2022); null where the source has none. */
  carbon: number | null;
  source: string;
}

const carbonSource =
  'carbon: mlco2/codecarbon, global_energy_mix.json at b05965e4 (MIT), base year 2023';
const horizonSource = 'Horizon Europe: Science|Business, who is in and who is out, November 2024';

/** The 27 member states: [code, name, prefix of VAT and NUTS where it differs, gCO2e/kWh]. */
const memberStates: [code: string, name: string, carbon: number, prefix?: string][] = [
  ['AT', 'Austria', 110.8],
  ['BE', 'Belgium', 138.1],
  ['BG', 'Bulgaria', 335.3],
  ['CY', 'Cyprus', 534.3],
  ['CZ', 'Czechia', 449.7],
  ['DE', 'Germany', 381.0],
  ['DK', 'Denmark', 151.7],
  ['EE', 'Estonia', 416.7],
  ['ES', 'Spain', 174.1],
  ['FI', 'Finland', 79.2],
  ['FR', 'France', 56.0],
  ['GR', 'Greece', 336.6, 'EL'],
  ['HR', 'Croatia', 205.0],
  ['HU', 'Hungary', 204.2],
  ['IE', 'Ireland', 290.8],
  ['IT', 'Italy', 330.7],
  ['LT', 'Lithuania', 160.1],
  ['LU', 'Luxembourg', 105.3],
  ['LV', 'Latvia', 123.2],
  ['MT', 'Malta', 459.1],
  ['NL', 'Netherlands', 267.6],
  ['PL', 'Poland', 661.9],
  ['PT', 'Portugal', 165.6],
  ['RO', 'Romania', 240.6],
  ['SE', 'Sweden', 40.7],
  ['SI', 'Slovenia', 231.3],
  ['SK', 'Slovakia', 116.8],
];

/** Associated countries: [code, name, Horizon Europe, Digital Europe, gCO2e/kWh, remark]. */
const associated: [
  code: string,
  name: string,
  horizon: boolean,
  digital: boolean,
  carbon: number | null,
  remark?: string,
][] = [
  ['AL', 'Albania', true, true, null],
  ['AM', 'Armenia', true, false, null],
  ['BA', 'Bosnia and Herzegovina', true, true, null],
  ['CA', 'Canada', true, false, null, 'Pillar II only'],
  [
    'CH',
    'Switzerland',
    true,
    true,
    34.8,
    'signed on 10 November 2025, applied from 1 January 2025 (EPN Consulting)',
  ],
  ['FO', 'Faroe Islands', true, false, null],
  ['GB', 'United Kingdom', true, false, 237.6],
  ['GE', 'Georgia', true, false, null],
  ['IL', 'Israel', true, false, null],
  ['IS', 'Iceland', true, true, 27.7, 'carbon for 2022'],
  ['KR', 'South Korea', true, false, null, 'Pillar II only'],
  ['LI', 'Liechtenstein', false, true, null],
  ['MD', 'Moldova', true, true, null],
  ['ME', 'Montenegro', true, true, null],
  ['MK', 'North Macedonia', true, true, null],
  ['NO', 'Norway', true, true, 30.1],
  ['NZ', 'New Zealand', true, false, null, 'Pillar II only'],
  ['RS', 'Serbia', true, true, 636.1],
  ['TN', 'Tunisia', true, false, null],
  ['TR', 'Türkiye', true, true, 464.6, 'Digital Europe without the cybersecurity objective'],
  ['UA', 'Ukraine', true, true, null],
  ['XK', 'Kosovo', true, true, null],
];

/** Greece is GR in ISO and EL in VIES and NUTS; the United Kingdom's VIES prefix is Northern Ireland's. */
export const countries: readonly SeedCountry[] = [
  ...memberStates.map(([code, name, carbon, prefix = code]) => ({
    code,
    name,
    vies: prefix,
    nuts: prefix,
    eu: true,
    digitalEurope: true,
    horizonEurope: true,
    carbon,
    source: `member state; ${carbonSource}`,
  })),
  ...associated.map(([code, name, horizonEurope, digitalEurope, carbon, remark]) => ({
    code,
    name,
    vies: code === 'GB' ? 'XI' : null,
    nuts: null,
    eu: false,
    digitalEurope,
    horizonEurope,
    carbon,
    source: [
      horizonSource,
      'Digital Europe: list of associated countries, to be confirmed',
      ...(carbon === null ? [] : [carbonSource]),
      ...(remark === undefined ? [] : [remark]),
    ].join('; '),
  })),
];
