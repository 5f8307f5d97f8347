import { Module } from '@nestjs/common';
import { AffiliationsController } from './affiliations.controller.js';
import { HandOvers } from './hand-overs.service.js';
import { Joining } from './joining.service.js';

@Module({ controllers: [AffiliationsController], providers: [HandOvers, Joining] })
export class AffiliationsModule {}
