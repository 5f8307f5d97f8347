import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Allow, Who } from '../access/allow.decorator.js';
import type { Principal } from '../access/principal.js';
import { Returns } from '../platform/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.service.js';
import { currentSessionSchema } from '../sessions/sessions.schemas.js';
import { Registration } from './registration.service.js';
import {
  loginSchema,
  registeredSchema,
  registerSchema,
  type Login,
  type Register,
} from './sign-in.schemas.js';
import { SignIn } from './sign-in.service.js';

@Controller('auth')
export class SignInController {
  constructor(
    private readonly signIn: SignIn,
    private readonly registration: Registration,
    private readonly cookies: SessionCookies,
  ) {}

  @Post('register')
  @Allow('public')
  @Returns(
    registeredSchema,
    'Makes an account, usable at once; proof of the address comes with mails.',
    { status: 202 },
  )
  register(@Who() who: Principal, @Body({ schema: registerSchema }) body: Register) {
    return this.registration.register(who, body);
  }

  @Post('login')
  @Allow('public')
  @Returns(currentSessionSchema, 'Signs in with a password; the session comes as a cookie.')
  async login(
    @Who() who: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Headers('user-agent') userAgent: string | undefined,
    @Body({ schema: loginSchema }) body: Login,
  ) {
    const agent = (userAgent ?? '').slice(0, 300);
    return this.cookies.hand(reply, await this.signIn.login(who, body, agent));
  }
}
