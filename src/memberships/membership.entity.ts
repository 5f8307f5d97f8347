import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Decision } from './decision.rules.js';
import type {
  ApplicationState,
  EndKind,
  MembershipState,
  StandingCode,
} from './memberships.rules.js';

/** An organisation's request to join. */
@Entity('membership_applications')
export class MembershipApplication {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column('uuid') organisationId!: string;
  @Column('text') state!: ApplicationState;
  @Column('text') motivation!: string;
  @Column('text') aiActivity!: string;
  @Column('boolean') publicationConsent!: boolean;
  @Column('uuid') createdBy!: string;
  @Column('timestamptz', { nullable: true }) submittedAt!: Date | null;
  @Column('uuid', { nullable: true }) submittedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  @Column('uuid', { nullable: true }) decidedBy!: string | null;
  /** The office's last words to the applicant: why declined, or what to change (MEM-5). */
  @Column('text', { nullable: true }) decisionReason!: string | null;
  /** The mandate under which it was handed in; null: by a representative (MEM-3). */
  @Column('uuid', { nullable: true }) submittedMandateId!: string | null;
  @Column('uuid', { nullable: true }) assignedTo!: string | null;
  @Column('timestamptz', { nullable: true }) assignedAt!: Date | null;
  /** By when the step that it is at should be done; the applicant's own while changes are asked. */
  @Column('timestamptz', { nullable: true }) dueAt!: Date | null;
  /** How often somebody was told that the step is overdue. */
  @Column('integer') escalations!: number;
  @Column('text', { nullable: true }) proposedDecision!: Decision | null;
  @Column('text', { nullable: true }) proposedReason!: string | null;
  @Column('uuid', { nullable: true }) proposedBy!: string | null;
  @Column('timestamptz', { nullable: true }) proposedAt!: Date | null;
  /** What the decision rests on (MEM-2): the computation, and the class with its sentences. */
  @Column('uuid', { nullable: true }) classificationId!: string | null;
  @Column('text', { nullable: true }) decidedClass!: string | null;
  @Column('text', { nullable: true }) decidedClassBasis!: string | null;
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
  @Column('timestamptz', { nullable: true }) suspendedAt!: Date | null;
  @Column('uuid', { nullable: true }) suspendedBy!: string | null;
  @Column('text', { nullable: true }) suspensionCode!: StandingCode | null;
  @Column('text', { nullable: true }) suspensionReason!: string | null;
  /** MEM-9: when the notice period is over and its grants follow. */
  @Column('timestamptz', { nullable: true }) grantsSuspendAt!: Date | null;
  /** SEP-1: what one officer proposed and another one has to make. */
  @Column('timestamptz', { nullable: true }) revocationProposedAt!: Date | null;
  @Column('uuid', { nullable: true }) revocationProposedBy!: string | null;
  @Column('text', { nullable: true }) revocationCode!: StandingCode | null;
  @Column('text', { nullable: true }) revocationReason!: string | null;
  @Column('timestamptz', { nullable: true }) endedAt!: Date | null;
  @Column('uuid', { nullable: true }) endedBy!: string | null;
  @Column('text', { nullable: true }) endKind!: EndKind | null;
  @Column('text', { nullable: true }) endReason!: string | null;
  @Column('timestamptz', { nullable: true }) renewedAt!: Date | null;
  @Column('uuid', { nullable: true }) renewedBy!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
