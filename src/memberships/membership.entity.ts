import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ApplicationState, MembershipState } from './memberships.rules.js';

/** An organisation's request to join. */
@Entity('membership_applications')
export class MembershipApplication {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column('uuid') organisationId!: string;
  @Column('text') state!: ApplicationState;
  @Column('text') motivation!: string;
  @Column('text') aiActivity!: string;
  @Column('boolean') valuesAccepted!: boolean;
  @Column('boolean') publicationConsent!: boolean;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz', { nullable: true }) submittedAt!: Date | null;
  @Column('uuid', { nullable: true }) submittedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  @Column('uuid', { nullable: true }) decidedBy!: string | null;
  /** The office's last words to the applicant: why declined, or what to change (MEM-5). */
  @Column('text', { nullable: true }) decisionReason!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}

/** What an admitted organisation has, for a year at a time. */
@Entity('memberships')
export class Membership {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') organisationId!: string;
  @Column('uuid', { nullable: true }) applicationId!: string | null;
  @Column('text') state!: MembershipState;
  @Column('timestamptz') startsAt!: Date;
  @Column('timestamptz') expiresAt!: Date;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
