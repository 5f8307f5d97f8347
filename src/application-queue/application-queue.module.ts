import { Module } from '@nestjs/common';
import { MembershipsModule } from '../memberships/memberships.module.js';
import { ApplicationQueueController } from './application-queue.controller.js';
import { ApplicationQueueJobs } from './application-queue.jobs.js';
import { ApplicationQueue } from './application-queue.service.js';

@Module({
  imports: [MembershipsModule],
  controllers: [ApplicationQueueController],
  providers: [ApplicationQueue, ApplicationQueueJobs],
})
export class ApplicationQueueModule {}
