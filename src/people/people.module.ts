import { Module } from '@nestjs/common';
import { MeController } from './me.controller.js';
import { PeopleController } from './people.controller.js';
import { People } from './people.service.js';

@Module({
  controllers: [MeController, PeopleController],
  providers: [People],
  exports: [People],
})
export class PeopleModule {}
