import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { IfMatchSent, Returns } from '../platform/route.decorator.js';
import {
  acceptJoiningSchema,
  handOverListSchema,
  handOverSchema,
  handOversQuery,
  joiningRequestListSchema,
  joiningRequestSchema,
  joiningRequestsQuery,
  nothingSchema,
  offerHandOverSchema,
  organisationHintsSchema,
  type AcceptJoining,
  type HandOversQuery,
  type JoiningRequestsQuery,
  type OfferHandOver,
} from './affiliations.schemas.js';
import { HandOvers } from './hand-overs.service.js';
import { Joining } from './joining.service.js';

@Controller()
export class AffiliationsController {
  constructor(
    private readonly handOvers: HandOvers,
    private readonly joining: Joining,
  ) {}

  @Get('organisations/:id/hand-overs')
  @Allow('organisation.read')
  @Returns(handOverListSchema, 'To whom the role of representative was offered.')
  listHandOvers(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Query({ schema: handOversQuery }) query: HandOversQuery,
  ) {
    return this.handOvers.list(who, id, query);
  }

  @Post('organisations/:id/hand-overs')
  @Allow('own-session')
  @Returns(handOverSchema, 'Offers one’s role of representative to somebody of the organisation.', {
    status: 201,
    location: '/hand-overs/:id',
  })
  offer(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: offerHandOverSchema }) body: OfferHandOver,
  ) {
    return this.handOvers.offer(who, id, body);
  }

  @Get('hand-overs/:id')
  @Allow('organisation.read')
  @Returns(handOverSchema, 'An offer of the role of representative.')
  oneHandOver(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.handOvers.one(who, id);
  }

  @Post('hand-overs/:id/accept')
  @Allow('own-session')
  @Returns(handOverSchema, 'Takes the role over; the giver gives it up in the same step.')
  acceptHandOver(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.handOvers.accept(who, id, version);
  }

  @Post('hand-overs/:id/decline')
  @Allow('own-session')
  @Returns(handOverSchema, 'Does not take the role.')
  declineHandOver(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.handOvers.decline(who, id, version);
  }

  @Post('hand-overs/:id/withdraw')
  @Allow('own-session')
  @Returns(handOverSchema, 'Takes the offer back.')
  withdrawHandOver(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.handOvers.withdraw(who, id, version);
  }

  @Get('me/organisation-hints')
  @Allow('signed-in')
  @Returns(organisationHintsSchema, 'Organisations whose domain your address seems to have.')
  hints(@Who() who: Principal) {
    return this.joining.hints(who);
  }

  @Get('me/joining-requests')
  @Allow('signed-in')
  @Returns(joiningRequestListSchema, 'Which organisations you have asked to join.')
  listMine(
    @Who() who: Principal,
    @Query({ schema: joiningRequestsQuery }) query: JoiningRequestsQuery,
  ) {
    return this.joining.mine(who, query);
  }

  @Get('organisations/:id/joining-requests')
  @Allow('organisation.people')
  @Returns(joiningRequestListSchema, 'Who asks to join the organisation.')
  listJoining(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Query({ schema: joiningRequestsQuery }) query: JoiningRequestsQuery,
  ) {
    return this.joining.list(who, id, query);
  }

  @Post('organisations/:id/joining-requests')
  @Allow('own-session')
  @Returns(joiningRequestSchema, 'Asks to join an organisation whose domain your address has.', {
    status: 201,
    location: '/joining-requests/:id',
  })
  ask(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.joining.ask(who, id);
  }

  @Get('joining-requests/:id')
  @Allow('signed-in')
  @Returns(joiningRequestSchema, 'A request to join: your own, or to your organisation.')
  oneJoining(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.joining.one(who, id);
  }

  @Post('joining-requests/:id/accept')
  @Allow('organisation.people')
  @Returns(joiningRequestSchema, 'Lets somebody in, in a role.')
  acceptJoining(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: acceptJoiningSchema }) body: AcceptJoining,
  ) {
    return this.joining.accept(who, id, version, body);
  }

  @Post('joining-requests/:id/refuse')
  @Allow('organisation.people')
  @Returns(joiningRequestSchema, 'Does not let somebody in.')
  refuseJoining(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.joining.refuse(who, id, version);
  }

  @Post('joining-requests/:id/withdraw')
  @Allow('own-session')
  @Returns(joiningRequestSchema, 'Takes one’s request back.')
  withdrawJoining(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatchSent() version: number | undefined,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.joining.withdraw(who, id, version);
  }
}
