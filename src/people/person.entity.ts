import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PlatformRole } from '../access/permissions.js';

export type Locale = 'en' | 'fr' | 'de';

/** Somebody with an account. Passwords and second factors are elsewhere (src/credentials). */
@Entity('people')
export class Person {
  @PrimaryColumn('uuid') id!: string;
  /** As typed, for letters; `emailNormal` is what tells two people apart. */
  @Column('text') email!: string;
  @Column('text', { unique: true }) emailNormal!: string;
  @Column('text') name!: string;
  @Column('text') locale!: Locale;
  @Column('text', { nullable: true }) orcid!: string | null;
  @Column('text', { array: true }) platformRoles!: PlatformRole[];
  @Column('timestamptz', { nullable: true }) suspendedAt!: Date | null;
  /** Made by the demo's seed: never signs in when NODE_ENV=production. */
  @Column('boolean') demo!: boolean;
  /** Sessions that began before this are dead. */
  @Column('timestamptz', { nullable: true, select: false }) sessionsValidFrom!: Date | null;
  /** Pseudonymised for good: neither reinstated nor given a role (AUD-4). */
  @Column('timestamptz', { nullable: true }) erasedAt!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
