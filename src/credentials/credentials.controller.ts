import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.service.js';
import { currentSessionSchema } from '../sessions/sessions.schemas.js';
import {
  changePasswordSchema,
  confirmTotpSchema,
  enrolledTotpSchema,
  recoveryCodesSchema,
  verifyTotpSchema,
  type ChangePassword,
  type ConfirmTotp,
  type VerifyTotp,
} from './credentials.schemas.js';
import { Passwords } from './passwords.service.js';
import { SecondFactors } from './second-factors.service.js';

@Controller('auth')
export class CredentialsController {
  constructor(
    private readonly passwords: Passwords,
    private readonly secondFactors: SecondFactors,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('password')
  @Allow('own-session')
  @Returns(currentSessionSchema, 'Changes your password and ends your other sessions.')
  async changePassword(
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: changePasswordSchema }) body: ChangePassword,
  ) {
    return this.cookies.hand(reply, await this.passwords.change(who, body));
  }

  @Post('totp/enrol')
  @Allow('session')
  @Returns(enrolledTotpSchema, 'Gives a secret for an authenticator app; confirm it with a code.')
  enrol(@Who() who: Principal) {
    return this.secondFactors.enrol(who);
  }

  @Post('totp/confirm')
  @Allow('session')
  @Returns(recoveryCodesSchema, 'Puts the second factor in force and gives ten recovery codes.')
  async confirm(
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: confirmTotpSchema }) body: ConfirmTotp,
  ) {
    return this.cookies.hand(reply, await this.secondFactors.confirm(who, body));
  }

  @Post('totp/verify')
  @Allow('session')
  @Returns(currentSessionSchema, 'Shows the second factor: a code of the app or a recovery code.')
  async verify(
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Body({ schema: verifyTotpSchema }) body: VerifyTotp,
  ) {
    return this.cookies.hand(reply, await this.secondFactors.verify(who, body));
  }
}
