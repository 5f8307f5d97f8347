import { Module } from '@nestjs/common';
import { ClassificationsController } from './classifications.controller.js';
import { Classifications } from './classifications.service.js';

@Module({
  controllers: [ClassificationsController],
  providers: [Classifications],
  exports: [Classifications],
})
export class ClassificationModule {}
