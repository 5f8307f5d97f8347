import { Module } from '@nestjs/common';
import { MandatesController } from './mandates.controller.js';
import { Mandates } from './mandates.service.js';

@Module({ controllers: [MandatesController], providers: [Mandates], exports: [Mandates] })
export class MandatesModule {}
