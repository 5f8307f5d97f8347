import { Module } from '@nestjs/common';
import { SitesController } from './sites.controller.js';
import { Sites } from './sites.service.js';

@Module({ controllers: [SitesController], providers: [Sites], exports: [Sites] })
export class SitesModule {}
