import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { RoundState } from './round.rules.js';
import type { RoundSummary } from './summary.schemas.js';

/** What a round is, without its snapshot and plan, which are read only where they are needed. */
@Entity('rounds')
export class Round {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column('uuid') callId!: string;
  @Column('uuid') poolGroupId!: string;
  @Column('timestamptz') cutOffAt!: Date;
  @Column('text') state!: RoundState;
  /** Counts computations: the approvals and reservations of an earlier one are void. */
  @Column('integer') epoch!: number;
  /** SHA-256 of the secret, published when collection opens (ALLOC-0). */
  @Column('text') commitment!: string;
  @Column('bytea', { select: false }) secretSealed!: Buffer;
  /** Null until publication. */
  @Column('text', { nullable: true }) secret!: string | null;
  /** Makes pseudonyms; never published. */
  @Column('bytea', { select: false }) saltSealed!: Buffer;
  @Column('text', { nullable: true }) receiptsDigest!: string | null;
  @Column('text', { nullable: true }) seed!: string | null;
  @Column('uuid', { nullable: true }) policyId!: string | null;
  @Column('bigint') quantumGpuSeconds!: string;
  @Column('jsonb', { nullable: true, select: false }) snapshot!: unknown;
  @Column('text', { nullable: true }) snapshotHash!: string | null;
  @Column('jsonb', { nullable: true, select: false }) plan!: unknown;
  @Column('text', { nullable: true }) planHash!: string | null;
  @Column('text', { nullable: true }) previousPlanHash!: string | null;
  @Column('jsonb', { nullable: true }) summary!: RoundSummary | null;
  @Column('jsonb', { nullable: true }) signature!: { signature: string; publicKey: string } | null;
  @Column('timestamptz', { nullable: true }) computedAt!: Date | null;
  @Column('timestamptz', { nullable: true }) publishedAt!: Date | null;
  @Column('text', { nullable: true }) cancelReason!: string | null;
  @VersionColumn() version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
