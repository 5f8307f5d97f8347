import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { Allow } from '../access/allow.decorator.js';
import { Returns } from '../platform/route.decorator.js';
import {
  credentialSchema,
  credentialStatusQuery,
  credentialStatusSchema,
  membershipParam,
  verificationSchema,
  verifySchema,
  type CredentialStatusQuery,
  type Verify,
} from './credentials.schemas.js';
import { MembershipCredentials } from './credentials.service.js';

@Controller()
export class MembershipCredentialsController {
  constructor(private readonly credentials: MembershipCredentials) {}

  @Get('memberships/:id/credential')
  @Allow('public')
  @Returns(credentialSchema, 'The signed credential of a membership that has not ended.', {
    contentType: 'application/json; charset=utf-8',
    headers: { 'Content-Disposition': 'attachment; filename="membership-credential.json"' },
  })
  text(@Param('id', { schema: membershipParam }) id: string) {
    return this.credentials.text(id);
  }

  @Get('memberships/:id/credential/status')
  @Allow('public')
  @Returns(credentialStatusSchema, 'Whether the membership holds now: a signature cannot tell.')
  status(
    @Param('id', { schema: membershipParam }) id: string,
    @Query({ schema: credentialStatusQuery }) query: CredentialStatusQuery,
  ) {
    return this.credentials.status(id, query.credential);
  }

  @Post('public/credential-verifications')
  @Allow('public')
  @Returns(verificationSchema, 'Says what holds of a credential that somebody was shown.')
  verify(@Body({ schema: verifySchema }) { credential }: Verify) {
    return this.credentials.verify(credential);
  }
}
