import { Module } from '@nestjs/common';
import { CallEnd } from './call-end.service.js';
import { RequestsController } from './requests.controller.js';
import { RequestsJobs } from './requests.jobs.js';
import { Requests } from './requests.service.js';
import { Submissions } from './submissions.service.js';

@Module({
  controllers: [RequestsController],
  providers: [Requests, Submissions, CallEnd, RequestsJobs],
  exports: [Requests, Submissions],
})
export class RequestsModule {}
