import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { PledgeKind, PledgeState } from './pledges.rules.js';

/** What a member commits. */
@Entity('pledges')
export class Pledge {
  @PrimaryColumn('uuid') id!: string;
  @Column('uuid') organisationId!: string;
  @Column('text') kind!: PledgeKind;
  /** Euro cents, as text: bigint. */
  @Column('bigint', { nullable: true }) amountCents!: string | null;
  @Column('text') currency!: 'EUR';
  @Column('integer') horizonYear!: number;
  /** Whether the money was not announced before. */
  @Column('boolean') newMoney!: boolean;
  @Column('text') description!: string;
  @Column('text') state!: PledgeState;
  @Column('uuid', { nullable: true }) confirmedBy!: string | null;
  @Column('timestamptz', { nullable: true }) confirmedAt!: Date | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
