import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { idParam } from '../organisations/organisations.schemas.js';
import { IfMatch, Returns } from '../platform/route.decorator.js';
import {
  invitationListSchema,
  invitationSchema,
  invitationsQuery,
  inviteSchema,
  madeInvitationSchema,
  nothingSchema,
  tokenParam,
  type InvitationsQuery,
  type Invite,
} from './invitations.schemas.js';
import { Invitations } from './invitations.service.js';

@Controller()
export class InvitationsController {
  constructor(private readonly invitations: Invitations) {}

  @Get('organisations/:id/invitations')
  @Allow('organisation.people')
  @Returns(invitationListSchema, 'Whom the organisation has invited.')
  list(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Query({ schema: invitationsQuery }) query: InvitationsQuery,
  ) {
    return this.invitations.list(who, id, query);
  }

  @Post('organisations/:id/invitations')
  @Allow('organisation.people')
  @Returns(madeInvitationSchema, 'Invites an address, and tells the token of the link once.', {
    status: 201,
    location: '/invitations/:id',
  })
  invite(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @Body({ schema: inviteSchema }) body: Invite,
  ) {
    return this.invitations.invite(who, id, body);
  }

  @Get('invitations/:id')
  @Allow('organisation.people')
  @Returns(invitationSchema, 'An invitation of one’s organisation.')
  one(@Who() who: Principal, @Param('id', { schema: idParam }) id: string) {
    return this.invitations.one(who, id);
  }

  @Delete('invitations/:id')
  @Allow('organisation.people')
  @Returns(null, 'Takes an open invitation back.')
  revoke(
    @Who() who: Principal,
    @Param('id', { schema: idParam }) id: string,
    @IfMatch() version: number,
  ) {
    return this.invitations.revoke(who, id, version);
  }

  @Post('invitations/:token/accept')
  @Allow('signed-in')
  @Returns(invitationSchema, 'Joins the organisation in the role one was invited for.')
  accept(
    @Who() who: Principal,
    @Param('token', { schema: tokenParam }) token: string,
    @Body({ schema: nothingSchema }) _body: undefined,
  ) {
    return this.invitations.accept(who, token);
  }
}
