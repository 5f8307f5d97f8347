import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Locale } from '../people/person.entity.js';
import type { LetterKind } from './letter-kinds.rules.js';

/** A letter as it was sent; its rows are never changed. */
@Entity('letters')
export class Letter {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column('uuid') organisationId!: string;
  @Column('text') kind!: LetterKind;
  @Column('text') locale!: Locale;
  /** The organisation's name as it was. */
  @Column('text') addressee!: string;
  /** Names of its representatives as they were. */
  @Column('text', { array: true }) attention!: string[];
  @Column('text') subject!: string;
  @Column('jsonb') paragraphs!: string[];
  /** What it is about: kind and id as in the audit. */
  @Column('text') objectKind!: string;
  @Column('uuid') objectId!: string;
  @Column('text', { nullable: true }) appealKind!: string | null;
  @Column('timestamptz', { nullable: true }) appealUntil!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
