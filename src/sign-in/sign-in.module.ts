import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { PasswordStrategy } from './password.strategy.js';
import { Registration } from './registration.service.js';
import { SignInController } from './sign-in.controller.js';
import { SignIn } from './sign-in.service.js';

@Module({
  imports: [SessionsModule],
  controllers: [SignInController],
  providers: [PasswordStrategy, Registration, SignIn],
})
export class SignInModule {}
