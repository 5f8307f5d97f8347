import { Module } from '@nestjs/common';
import { CallLifecycle } from './call-lifecycle.service.js';
import { CallsController } from './calls.controller.js';
import { CallsJobs } from './calls.jobs.js';
import { Calls } from './calls.service.js';
import { PublicCallsController } from './public-calls.controller.js';

@Module({
  controllers: [CallsController, PublicCallsController],
  providers: [Calls, CallLifecycle, CallsJobs],
  exports: [Calls, CallLifecycle],
})
export class CallsModule {}
