import { Module } from '@nestjs/common';
import { ClassificationsController } from './classifications.controller.js';
import { ClassificationsJobs } from './classifications.jobs.js';
import { Classifications } from './classifications.service.js';

@Module({
  controllers: [ClassificationsController],
  providers: [Classifications, ClassificationsJobs],
  exports: [Classifications],
})
export class ClassificationModule {}
