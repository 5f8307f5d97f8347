import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { canonicalJson } from '../kernel/canonical-json.js';
import { sha256Hex } from '../kernel/hash.js';
import type { NameKind } from './names.rules.js';

/** What the portal keeps of a listed person or enterprise. */
export interface ListedContent {
  kind: NameKind;
  /** EU reference number, `EU.27.28`; empty where there is none. */
  reference: string;
  unitedNationsId: string;
  /** The first name is the main one. */
  names: { name: string; strong: boolean; language: string }[];
  /** Dates or years of birth, as the list writes them. */
  births: string[];
  /** ISO 3166-1 alpha-2: citizenships, and countries of addresses. */
  countries: string[];
  identifications: { type: string; number: string; country: string }[];
  addresses: string[];
  regulations: { programme: string; title: string }[];
}

export interface ListedEntry {
  logicalId: string;
  /** Changes when anything in the content does. */
  contentHash: string;
  content: ListedContent;
}

/** What the list says of itself. */
export interface ListHead {
  /** When it was made: RFC 3339, UTC. */
  generatedAt: string;
  fileId: string;
}

/** Why a file is no list, and where. */
export class ListRefused extends Error {
  constructor(
    readonly line: number,
    readonly reason: string,
  ) {
    super(`Line ${line}: ${reason}`);
    this.name = 'ListRefused';
  }
}

const depthMax = 16;
/** Characters of one tag; the longest of the real list has some thousands. */
const tagLengthMax = 256 * 1024;
const textLengthMax = 2000;
const perEntryMax = 2000;

/**
 * Reads the consolidated list of the European Union (XML layout of the FSF export, 1.1) piece by piece,
 * in memory that does not grow with the file. Names of elements count without their prefix. Document
 * types and entities are refused, so that nothing is fetched and nothing multiplies.
 * `write` gives the entries that have become complete; `close` says what was read.
 */
export class ListReader {
  private readonly parser = new SaxesParser({ xmlns: false, position: true });
  private readonly path: string[] = [];
  private readonly seen = new Set<string>();
  private head: ListHead | null = null;
  private draft: { logicalId: string; line: number; content: ListedContent } | null = null;
  private complete: ListedEntry[] = [];
  private sinceTag = 0;
  private entries = 0;

  constructor() {
    const { parser } = this;
    parser.on('error', (error) => this.refuse(reasonOf(error)));
    parser.on('doctype', () =>
      this.refuse('a document type (DOCTYPE) is not accepted. Remove it: the list has none.'),
    );
    parser.on('xmldecl', ({ encoding }) => {
      if (encoding === undefined || /^utf-?8$/i.test(encoding)) return;
      this.refuse(`the encoding is ${shown(encoding)}. Send the list in UTF-8.`);
    });
    parser.on('opentag', (tag) => this.open(tag));
    parser.on('closetag', () => this.closeTag());
  }

  /** Where it is in the file. */
  get line(): number {
    return this.parser.line;
  }

  /**
   * @param piece of the file, as text.
   * @throws ListRefused with the line.
   */
  write(piece: string): ListedEntry[] {
    this.sinceTag += piece.length;
    this.parser.write(piece);
    if (this.sinceTag > tagLengthMax + piece.length) {
      this.refuse('there is a text or tag longer than a list has. Check that this is the list.');
    }
    return this.taken();
  }

  /** @throws ListRefused when the file ends too early, or nothing is in it. */
  close(): { head: ListHead; last: ListedEntry[]; entries: number } {
    this.parser.close();
    const { head } = this;
    if (head === null) throw new ListRefused(this.parser.line, 'the file is empty.');
    if (this.entries === 0) this.refuse('the list has no sanctionEntity in it.');
    return { head, last: this.taken(), entries: this.entries };
  }

  private taken(): ListedEntry[] {
    const taken = this.complete;
    this.complete = [];
    return taken;
  }

  private refuse(reason: string): never {
    throw new ListRefused(this.parser.line, reason);
  }

  private open(tag: SaxesTagPlain): void {
    this.sinceTag = 0;
    const name = tag.name.replace(/^.*:/, '');
    if (this.path.length >= depthMax) this.refuse('the elements are nested too deeply for a list.');
    if (this.path.length === 0) this.openRoot(name, tag.attributes);
    const parent = this.path.at(-1);
    this.path.push(name);
    if (name === 'sanctionEntity' && parent === 'export') this.openEntry(tag.attributes);
    else if (this.draft !== null && parent === 'sanctionEntity') {
      this.read(name, tag.attributes, this.draft.content);
    }
  }

  private openRoot(name: string, attributes: Record<string, string>): void {
    if (name !== 'export') {
      this.refuse(
        `this is a <${shown(name)}> file, not the consolidated list, which is an <export>.`,
      );
    }
    const given = attributes['generationDate'] ?? '';
    const generated = Date.parse(zoned(given));
    if (Number.isNaN(generated) || !/^\d{4}-/.test(given)) {
      this.refuse(
        'the export has no readable generationDate, so nobody could say which list it is.',
      );
    }
    this.head = {
      generatedAt: new Date(generated).toISOString(),
      fileId: limited(attributes['globalFileId']),
    };
  }

  private openEntry(attributes: Record<string, string>): void {
    const reference = limited(attributes['euReferenceNumber']);
    const logicalId = limited(attributes['logicalId']) || reference;
    if (logicalId === '') {
      this.refuse('a sanctionEntity has neither logicalId nor euReferenceNumber.');
    }
    if (this.seen.has(logicalId)) {
      this.refuse(`the sanctionEntity ${shown(logicalId)} is there twice.`);
    }
    this.seen.add(logicalId);
    this.draft = {
      logicalId,
      line: this.parser.line,
      content: {
        ...{ kind: '' as NameKind, reference },
        unitedNationsId: limited(attributes['unitedNationId']),
        ...{ names: [], births: [], countries: [], identifications: [] },
        ...{ addresses: [], regulations: [] },
      },
    };
  }

  private read(name: string, attributes: Record<string, string>, into: ListedContent): void {
    const value = (key: string) => limited(attributes[key]);
    const add = <T>(list: T[], item: T) => {
      if (list.length >= perEntryMax) this.refuse(`an entry has more than ${perEntryMax} ${name}.`);
      list.push(item);
    };
    if (name === 'subjectType') into.kind = this.kindOf(value('code'), value('classificationCode'));
    else if (name === 'nameAlias') {
      const parts = [value('firstName'), value('middleName'), value('lastName')];
      const whole = value('wholeName') || parts.filter((part) => part !== '').join(' ');
      const strong = value('strong') !== 'false';
      if (whole !== '') add(into.names, { name: whole, strong, language: value('nameLanguage') });
    } else if (name === 'birthdate') {
      const born = value('birthdate') || value('year');
      if (born !== '') add(into.births, born);
    } else if (name === 'citizenship') addCountry(into.countries, value('countryIso2Code'));
    else if (name === 'identification') {
      const number = value('number') || value('latinNumber');
      const [type, country] = [value('identificationTypeCode'), value('countryIso2Code')];
      if (number !== '') add(into.identifications, { type, number, country });
    } else if (name === 'address') {
      addCountry(into.countries, value('countryIso2Code'));
      const parts = [value('street'), value('zipCode'), value('city'), value('countryDescription')];
      const line = parts.filter((part) => part !== '').join(', ');
      if (line !== '') add(into.addresses, line);
    } else if (name === 'regulation') {
      add(into.regulations, { programme: value('programme'), title: value('numberTitle') });
    }
  }

  private kindOf(code: string, classification: string): NameKind {
    if (code === 'person' || (code === '' && classification === 'P')) return 'person';
    if (['enterprise', 'entity'].includes(code) || (code === '' && classification === 'E')) {
      return 'enterprise';
    }
    return this.refuse(`the subjectType ${shown(code)} is neither person nor enterprise.`);
  }

  private closeTag(): void {
    this.sinceTag = 0;
    const name = this.path.pop();
    if (name !== 'sanctionEntity' || this.path.length !== 1 || this.draft === null) return;
    const { logicalId, line, content } = this.draft;
    if ((content.kind as string) === '') {
      throw new ListRefused(line, `the sanctionEntity ${shown(logicalId)} has no subjectType.`);
    }
    if (content.names.length === 0) {
      throw new ListRefused(line, `the sanctionEntity ${shown(logicalId)} has no name.`);
    }
    this.draft = null;
    this.entries += 1;
    this.complete.push({ logicalId, contentHash: sha256Hex(canonicalJson(content)), content });
  }
}

function addCountry(countries: string[], code: string): void {
  if (/^[A-Z]{2}$/.test(code) && code !== '00' && !countries.includes(code)) countries.push(code);
}

/** Cut where it is too long, never inside a character: half of one is no text to the database. */
const limited = (text: string | undefined) =>
  (text ?? '')
    .trim()
    .slice(0, textLengthMax)
    .replace(/[\ud800-\udbff]$/, '');
const shown = (text: string) => `"${text.slice(0, 60)}"`;

/** A time without a zone is UTC, as everywhere in the portal. */
const zoned = (text: string) =>
  /(Z|[+-]\d\d:?\d\d)$/.test(text) || text === '' ? text : `${text}Z`;

/** `12:3: unclosed tag: x` → `unclosed tag: x.` */
const reasonOf = (error: Error) => {
  const reason = error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, '').trim();
  return `the file is no well-formed XML: ${reason.slice(0, 200).replace(/\.$/, '')}.`;
};
