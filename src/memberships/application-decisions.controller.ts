import { Body, Controller, Param, Post } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import { ApplicationDecisions } from './application-decisions.service.js';
import {
  applicationSchema,
  decideSchema,
  nothingSchema,
  rejectProposalSchema,
  requestChangesSchema,
  screenSchema,
  type Decide,
  type RejectProposal,
  type RequestChanges,
  type Screen,
} from './applications.schemas.js';

@Controller('membership-applications')
export class ApplicationDecisionsController {
  constructor(private readonly decisions: ApplicationDecisions) {}

  @Post(':id/screen')
  @Allow('membership.decide')
  @Returns(applicationSchema, 'Takes the application up for screening, or on to review.')
  screen(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: screenSchema }) body: Screen,
  ) {
    return this.decisions.screen(who, id, version, body);
  }

  @Post(':id/request-changes')
  @Allow('membership.decide')
  @Returns(applicationSchema, 'Hands the application back to be changed.')
  requestChanges(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: requestChangesSchema }) body: RequestChanges,
  ) {
    return this.decisions.requestChanges(who, id, version, body);
  }

  @Post(':id/decide')
  @Allow('membership.decide')
  @Returns(
    applicationSchema,
    'Admits or declines; where policy asks for four eyes, proposes or confirms.',
  )
  decide(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: decideSchema }) body: Decide,
  ) {
    return this.decisions.decide(who, id, version, body);
  }

  @Post(':id/reject-proposal')
  @Allow('membership.decide')
  @Returns(applicationSchema, 'Puts a proposed decision aside, with a reason for who proposed it.')
  rejectProposal(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: rejectProposalSchema }) body: RejectProposal,
  ) {
    return this.decisions.rejectProposal(who, id, version, body);
  }

  @Post(':id/classify')
  @Allow('membership.decide')
  @Returns(applicationSchema, 'Computes the class anew, for the decision to rest on (MEM-2).')
  classify(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.decisions.classify(who, id, version);
  }
}
