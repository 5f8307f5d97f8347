import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { OrganisationRole } from '../access/permissions.js';
import type { RegisteredAddress, PostalAddress } from './address.rules.js';
import type { Figures, OrganisationClass, OrganisationKind } from './classification.rules.js';

/** A legal entity; its identifiers and people are in tables of their own. */
@Entity('organisations')
export class Organisation {
  @PrimaryColumn('uuid') id!: string;
  @Column('text', { unique: true }) slug!: string;
  @Column('text') name!: string;
  @Column('text') legalForm!: string;
  /** ISO 3166-1 alpha-2. */
  @Column('char', { length: 2 }) country!: string;
  @Column('text') city!: string;
  /** Where it is registered, in its country; null while only the city is known. */
  @Column('jsonb', { nullable: true }) registeredAddress!: RegisteredAddress | null;
  /** Where letters go; null: to the registered address. */
  @Column('jsonb', { nullable: true }) postalAddress!: PostalAddress | null;
  @Column('text') kind!: OrganisationKind;
  @Column('text') class!: OrganisationClass;
  /** One sentence a line: how the class follows (MEM-2). */
  @Column('text') classBasis!: string;
  @Column('jsonb', { nullable: true }) figures!: Figures | null;
  @Column('text', { nullable: true }) webDomain!: string | null;
  @Column('text') description!: string;
  /** Organisations of one single undertaking share it. */
  @Column('uuid', { nullable: true }) groupId!: string | null;
  /** The group follows from ownership graphs; false for one that was given. */
  @Column('boolean') groupDerived!: boolean;
  @Column('timestamptz', { nullable: true }) identityLockedAt!: Date | null;
  @Column('boolean') fictitious!: boolean;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

/** Somebody's role in an organisation. */
@Entity('organisation_people')
export class OrganisationPerson {
  @PrimaryColumn('uuid') organisationId!: string;
  @PrimaryColumn('uuid') personId!: string;
  @Column('text') role!: OrganisationRole;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
