import { Module } from '@nestjs/common';
import { RestrictiveMeasureListsController } from './lists.controller.js';
import { RestrictiveMeasureLists } from './lists.service.js';

@Module({
  controllers: [RestrictiveMeasureListsController],
  providers: [RestrictiveMeasureLists],
  exports: [RestrictiveMeasureLists],
})
export class RestrictiveMeasuresModule {}
